// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/codec/jam_out.hpp"
#include "engine/live/ask.hpp"
#include "engine/live/attendance.hpp"
#include "engine/live/batch.hpp"
#include "engine/live/brakes.hpp"
#include "engine/live/caller.hpp"
#include "engine/live/exposure_ledger.hpp"
#include "engine/live/inbox.hpp"
#include "engine/live/made_once.hpp"
#include "engine/live/news.hpp"
#include "engine/live/outbox.hpp"
#include "engine/live/people_register.hpp"
#include "engine/live/workers.hpp"
#include "engine/store/chain_heads.hpp"
#include "engine/store/hall_store.hpp"
#include "engine/store/jam_reader.hpp"
#include "engine/store/jam_store.hpp"
#include "engine/store/key_book.hpp"
#include "engine/store/store_workers.hpp"
#include "sessions/model/jam_state.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <exception>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jamhall::live {

/// What a jam runs on.
struct jam_setting {
    workers& on;
    store::store_workers& storing;
    std::size_t home = 0;                        ///< index of the worker that owns the jam
    std::uint32_t number = 0;                    ///< names the jam in the hubs
    std::string epoch;                           ///< as the jam's file has it
    std::shared_ptr<const store::hall_key> key;  ///< signs heads of the log; null: nobody does
    store::hall_store* directory =
        nullptr;  ///< only in jobs of the writing worker; null: there are no logins
    /// Ends the sign-ins of people who were erased, removed or let in again, where the running hall remembers them. Runs on: the jam's worker.
    std::function<void(const sessions::slug&, const std::vector<sessions::person_id>&)> sign_out_everywhere{};
    std::chrono::milliseconds tidy_after{60'000};  ///< to the next try of what an erasure left to be done
    /// How long the wall clock must have said that something is due before it is erased for good, by the monotonic clock: a
    /// clock that was set wrong is set right meanwhile.
    std::chrono::milliseconds retention_hesitates{};
};

/// Everything of a jam that is folded or read from its file, as one value: made by load_jam, thrown
/// away whole after a failed append.
struct loaded_jam {
    sessions::jam_state state;
    codec::event_names names;
    exposure_ledger exposure;
    people_register people;
    codec::erasure_register erased;   ///< what may be missing in the log
    bool has_stale_snapshot = false;  ///< one of before an erasure stands there, or one that cannot be read
    store::key_book keys;             ///< at first only what comes; see jam_core::load_keys
};

/// How a line is closed whose person goes on through thousands of refusals, or opens more at once than the plan
/// allows: a policy was violated.
/// Source: RFC 6455 section 7.4.1.
inline constexpr close_code flooding{1008};

/// Missed events that are still sent; whoever missed more loads the page anew.
inline constexpr std::size_t backfill_events_max = 50'000;

/// From a failed write or reading to the next try.
inline constexpr std::chrono::seconds recovery_retry_after{1};

/// It may or may not have been kept: the refusal after a failed write.
sessions::rejection storage_failed();

/// Why a job is not done by a jam that stores nothing: its file takes nothing just now, or it stops.
std::exception_ptr store_down();

/// Why a jam in quarantine answers nothing: a store_error, `damaged`.
std::exception_ptr in_quarantine();

/// What was to be erased is erased, but bytes of it may still be on the disk: see store::jam_store::is_clean.
sessions::rejection not_gone_yet();

/// The same as storage_failed, as far as people are helped by knowing why.
sessions::rejection not_stored(store::store_fault fault);

/// Decodes one row of the log. Errors: throws invariant_broken when it is damaged.
sessions::event event_of(const codec::stored_event& stored, const codec::event_names& names,
                         const codec::erasure_register& erased);

/// Reads a jam's file: newest snapshot, tail of the log, private state. Errors: throws store_error or
/// invariant_broken. Runs on: the reading worker, or anywhere before the workers run.
loaded_jam load_jam(store::jam_reader& reader);

/// Keeps a committed state beside the jam's file, for a short restart. Errors: throws store_error.
/// Runs on: a worker that may take its time.
void keep_snapshot(const std::filesystem::path& jam_file, const sessions::jam_state& state);

/// A text as it goes to sockets.
frame frame_of(std::string_view text);

/// The running jam behind jam_runner: its loop, its clock and its feeds.
/// Runs on: the jam's worker, every member but post() and the constructor.
class jam_core : public std::enable_shared_from_this<jam_core> {
public:
    jam_core(jam_setting setting, sessions::slug id, store::jam_store file);

    /// Takes what was loaded (nothing for a new jam) and starts the clock; bells missed meanwhile ring
    /// with cause recovery.
    void start(std::optional<loaded_jam> loaded);

    const sessions::slug& id() const { return id_; }
    std::uint32_t number() const { return setting_.number; }
    bool is_storing_well() const { return stores_well_; }
    bool is_quarantined() const { return is_quarantined_; }
    const std::filesystem::path& file() const { return path_; }
    store::store_workers& storing() const { return setting_.storing; }

    /// Runs something on the jam's worker. Runs on: any.
    template <class Work>
    void post(Work work)
    {
        boost::asio::post(setting_.on.at(setting_.home).loop,
                          [self = shared_from_this(), work = std::move(work)]() mutable { work(*self); });
    }

    void submit(request what);

    workers& on() const { return setting_.on; }

    /// Asks the committed state: now, or as soon as the batch under way is durable. `failed` is told what the question
    /// throws, and of a jam that was put into quarantine, which has no committed state.
    void when_idle(std::function<void()> question, failure_handler failed = {});

    const sessions::jam_state& state() const { return jam_.state; }
    people_register& people() { return jam_.people; }
    const people_register& people() const { return jam_.people; }
    const exposure_ledger& exposure() const { return jam_.exposure; }
    const attendance& seats() const { return seats_; }

    /// See jam_runner. Who was removed, or whose token was renewed, since the request was looked at is sent away.
    void attach(const attendee& who, const std::optional<token_hash>& shown = std::nullopt);
    void detach(const attendee& who);
    void take(const attendee& who, codec::client_frame received);
    void hang_up(const attendee& who, close_code why);

    /// Pages that are the same for everybody.
    made_once<std::string>& pages() { return pages_; }

    /// Closes the sockets of people whose token has ended.
    void sign_out(const std::vector<sessions::person_id>& people);

    /// Jobs for the reading worker: `work` gets the jam's reader there, `done` its result on the jam's
    /// worker, when idle; nothing instead of a result when it failed.
    template <class Result>
    void read_file(std::function<Result(store::jam_reader&)> work,
                   std::function<void(std::optional<Result>)> done);

    /// After this nothing more is taken, and `done` is called once everything that was is durable. A snapshot is asked
    /// for, too: it is kept unless the background worker is busy until the store ends.
    void stop(std::function<void()> done);

    /// Lets go of sockets and of all that waits: they hold the jam as it holds them, and after a stop that did not
    /// wait for them nobody else parts them. Runs on: any, once no worker runs.
    void abandon();

private:
    /// A watched feed that waits for its backfill.
    struct missed_feed {
        sessions::feed_id feed;
        sessions::log_offset after;
        hub::ticket ticket = 0;
    };

    /// Events of feeds of several people, as they are read from the file; and those who missed and wait for them.
    struct missed_events {
        bool is_lobby = false;
        sessions::log_offset after;
        sessions::log_offset upto;

        friend auto operator<=>(const missed_events&, const missed_events&) = default;
    };
    struct returned {
        attendee who;
        std::vector<missed_feed> feeds;
    };
    struct waiting_question {
        std::function<void()> ask;
        failure_handler failed;
    };
    /// Frames of what was missed, made once for all who wait for the same; nothing when it is too much to send.
    using missed_frames =
        std::map<std::pair<sessions::feed_id, sessions::log_offset>, std::optional<std::vector<frame>>>;

    // The loop (jam_core.cpp)
    std::optional<sessions::rejection> why_not_taken() const;
    void schedule();
    void run();
    void handle(asked_command asked, batch& into);
    void take_up(asked_command& asked, batch& into);
    void decide(const asked_command& asked, batch& into);
    static void perform(const job& asked, batch& into);
    static void serve(const waiting_question& question);
    std::optional<sessions::rejection> keep_private(const asked_command& asked, batch& into) const;
    /// The token of somebody who was removed stands for nobody any more.
    void end_token(sessions::person_id person, batch& into);
    void store(std::unique_ptr<batch> decided);
    void on_stored(std::unique_ptr<batch> decided, std::exception_ptr failed);
    void rest();
    // When the file takes nothing (jam_recovery.cpp)
    void on_failed(std::unique_ptr<batch> decided, const std::exception_ptr& failed);
    /// A sync failed: nothing is decided any more until the program starts anew; what is stored is still shown.
    void halt();
    void refuse_halted(batch& turn);
    void recover();
    void reload(std::exception_ptr failed);
    void retry_recovery(std::exception_ptr failed);
    /// Of a batch whose storing failed and that is in the log all the same, watchers hear as of any other.
    void tell_if_kept();
    /// Refuses whoever waits, and lets a stop that waits for them go on.
    void refuse_waiting();
    void serve_questions();
    void arm_bell();
    void arm_exposure_flush();
    bool is_snapshot_due(const batch& committed) const;
    void save_snapshot();
    void quarantine(std::string_view why);

    // Erasures and retention (jam_erasing.cpp)
    /// Gives the people whom the batch erases with their addresses, which are known no more.
    std::vector<std::pair<sessions::person_id, std::string>> forget_erased(const batch& decided);
    /// Ends the sockets and sign-ins of those whom it erased.
    void sign_out_erased(const batch& committed);
    /// Answers once no snapshot holds what was erased.
    void finish_erasing(std::unique_ptr<batch> committed);
    /// Puts a snapshot of now, or none, in place of one of before; `done` says whether that one is gone.
    void replace_snapshot(std::function<void(jam_core&, bool)> done);
    /// Whether nothing of what was erased is left in the jam's file, nor addresses of its people in the hall's.
    bool is_clean() const;
    /// Asks the hall's file whether it is.
    void ask_directory();
    /// Whether this command may have erased something that is not gone from everywhere yet.
    bool is_unfinished(const asked_command& asked) const;
    /// After a while, does what an erasure left to be done.
    void tidy_later();
    void tidy();
    /// Erases what is due, some people at a time. Source: rule RT1.
    void erase_due();
    /// How long until something is to be erased, at least 0; nothing: nothing will be.
    std::optional<sessions::duration> retention_wait();

    /// Signs where the log stands when enough has come since, or soon. Source: rule LO5.
    void sign_head(bool at_once);

    // Keys of commands (jam_keys.cpp)
    bool is_known(asked_command& asked, batch& into);
    void look_up(asked_command asked, store::key_book::number row);
    void load_keys();
    void retry_keys();
    void take_keys(store::key_book loaded);

    // Sockets and feeds (jam_feeding.cpp)
    void watch(const attendee& who, const std::string& ref, const codec::watch& asked);
    void unwatch(const attendee& who, const std::string& ref, const codec::unwatch& asked);
    void note_seen(const attendee& who, const codec::saw_posts& saw);
    /// Whether this person may ask for so much now; if not, has been told so.
    bool may_ask(const attendee& who, const std::string& ref, std::size_t cost);
    void cut_off_if_flooding(const attendee& who);
    void fall_behind(const attendee& who, sessions::feed_id feed);
    void note_refusal(const attendee& who, sessions::reject_code why) const;
    void refuse(const attendee& who, const std::string& ref, const sessions::rejection& why);
    answer_handler reply_to(const attendee& who, std::string ref);
    /// Says whether it goes to a feed of many.
    bool publish(const batch& committed);
    void end_post_feeds();
    void part_with(const batch& committed);
    void look_at(const attendee& who, const std::string& ref, const codec::look_at& asked);
    void to_hubs(std::vector<std::pair<feed_key, frame>> frames);
    void deliver(const attendee& who, std::string_view text);

    // What somebody missed (jam_missed.cpp)
    void backfill(const attendee& who, std::vector<missed_feed> feeds);
    void backfill_own(const attendee& who, const missed_feed& missed);
    void read_missed(const missed_events& what, returned back);
    void read_missed(const missed_events& what);
    std::optional<std::vector<frame>> frames_of(const missed_feed& missed,
                                                const std::vector<sessions::event>& events) const;
    void release(const returned& back, const std::vector<sessions::event>& events);
    void release(const returned& back, const std::vector<sessions::event>& events, missed_frames& made);

    // Conflated frames (jam_news.cpp)
    void arm_news();
    void publish_news();
    bool presence_is_due();
    void add_looks(const std::function<void(sessions::feed_id, std::string_view)>& add) const;

    jam_setting setting_;
    sessions::slug id_;
    std::filesystem::path path_;
    std::shared_ptr<store::jam_store> file_;     ///< only in jobs of the writing worker
    std::shared_ptr<store::jam_reader> reader_;  ///< only in jobs of the reading worker
    loaded_jam jam_;
    std::shared_ptr<outbox> outbox_;
    made_once<codec::jam_for_all> hellos_;
    made_once<std::string> pages_;
    attendance seats_;
    brakes brakes_;
    news news_;

    std::deque<request> inbox_;
    std::vector<waiting_question> questions_;
    std::map<missed_events, std::vector<returned>> reading_missed_;
    bool is_scheduled_ = false;
    bool is_storing_ = false;  ///< or recovering: nothing is decided and nothing read
    std::chrono::steady_clock::time_point storing_since_;
    std::atomic<bool> is_quarantined_ = false;
    bool is_halted_ = false;
    std::unique_ptr<batch> unsure_;  ///< storing it failed; whether it is in the log is to be read there
    std::atomic<bool> stores_well_ = true;
    sessions::clock_cause bell_cause_ = sessions::clock_cause::recovery;
    bool knows_all_keys_ = false;
    std::vector<asked_command> waiting_for_keys_;
    std::uint64_t key_loads_ = 0;
    hub::ticket last_ticket_ = 0;
    std::uint64_t events_since_snapshot_ = 0;
    std::shared_ptr<std::atomic<bool>> keeps_snapshot_ = std::make_shared<std::atomic<bool>>(false);
    bool is_stopping_ = false;
    std::function<void()> stopped_;
    std::size_t erasures_to_finish_ = 0;
    bool owes_snapshot_ = false;  ///< the one beside the file may hold what was erased
    std::shared_ptr<std::atomic<bool>> directory_is_clean_ = std::make_shared<std::atomic<bool>>(true);
    std::uint64_t erasures_committed_ = 0;  ///< what was read from the file before one may hold what it took
    /// What is due, and since when the clock of the wall says so.
    struct due_since {
        sessions::instant due;
        std::chrono::steady_clock::time_point since;
    };
    std::optional<due_since> retention_due_;
    bool tidying_is_armed_ = false;

    boost::asio::steady_timer bell_timer_;
    boost::asio::steady_timer exposure_timer_;
    boost::asio::steady_timer news_timer_;
    boost::asio::steady_timer retry_timer_;
    boost::asio::steady_timer key_timer_;
    boost::asio::steady_timer head_timer_;
    boost::asio::steady_timer tidy_timer_;
    bool head_is_armed_ = false;
    sessions::log_offset signed_head_;
    bool exposure_is_armed_ = false;
    bool news_is_armed_ = false;
    std::chrono::steady_clock::time_point told_presence_at_;
};

template <class Result>
void jam_core::read_file(std::function<Result(store::jam_reader&)> work,
                         std::function<void(std::optional<Result>)> done)
{
    const bool taken = setting_.storing.reader.submit(
        [reader = reader_, work = std::move(work)] { return work(*reader); },
        [self = shared_from_this(), done](std::exception_ptr, std::optional<Result> result) {
            self->post([done, result = std::move(result)](jam_core& core) mutable {
                core.when_idle([done, result = std::move(result)]() mutable { done(std::move(result)); },
                               [done](const std::exception_ptr&) { done(std::nullopt); });
            });
        });
    if (!taken)
        done(std::nullopt);
}

}  // namespace jamhall::live
