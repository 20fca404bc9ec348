// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/sha256.hpp"
#include "engine/codec/command_in.hpp"
#include "engine/codec/roster_in.hpp"
#include "engine/live/arrival.hpp"
#include "engine/live/ask.hpp"
#include "engine/live/caller.hpp"
#include "engine/live/one_each.hpp"
#include "engine/store/person_data.hpp"
#include "sessions/model/jam_state.hpp"
#include "sessions/views/looks.hpp"
#include "sessions/views/tables.hpp"

#include <boost/asio/awaitable.hpp>

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace jamhall::live {

/// A person's private rows beside the log, as the organizer's pages and /me show them.
struct identity_view {
    sessions::person_id person;
    std::string email;
    bool has_token = false;
};

struct minted_link {
    sessions::person_id person;
    std::string email;
    std::string name;
    std::string token;
    std::string code{};  ///< its printed form, where asked for
};

struct import_result {
    std::uint32_t added = 0;
    std::uint32_t updated = 0;
    std::vector<codec::bad_line> refused;
    bool is_applied = false;
};

/// What a caller may do in one jam, as its committed state has it.
struct standing {
    caller by;
    bool reads = false;
    bool manages = false;
    bool exports = false;
    bool keeps_records = false;
    bool is_closed = false;
    std::size_t text_max = 0;  ///< code points
    /// Why one more socket of theirs does not fit: too many are open (policy connections_per_person), or the jam cannot
    /// be watched at all.
    std::optional<sessions::rejection> no_socket;
};

/// One running jam: decides commands in batches, has each batch stored durably, then answers and
/// feeds. Everything outward reads only what is committed: while a batch is being stored the jam
/// decides nothing and answers nothing; what arrives gathers for the next batch.
/// Runs on: every member may be called from any worker; the work is done on the jam's own.
/// Awaitable members resume on the executor of the coroutine that awaits them.
class jam_runner : public std::enable_shared_from_this<jam_runner> {
public:
    explicit jam_runner(std::shared_ptr<jam_core> core);
    ~jam_runner();

    const sessions::slug& id() const { return id_; }
    std::uint32_t number() const { return number_; }

    /// Whom a personal token stands for; nothing when it is not (or no longer) valid.
    boost::asio::awaitable<std::optional<caller>> authorise(token_hash token);

    /// What somebody may do here, in one crossing; nothing when the token is not (or no longer) valid. Who has never
    /// used a token or login before is registered by it.
    boost::asio::awaitable<std::optional<standing>> standing_of(std::variant<token_hash, caller> shown);

    /// A socket is open: sends hello, counts it as present, notes the person as entered. `shown`: the token it came with.
    void attach(attendee who, std::optional<token_hash> shown = std::nullopt);
    /// A socket is gone, or its receiver will take nothing more.
    void detach(attendee who);

    /// One decoded frame of a socket: command, watch, unwatch or saw_posts. Replies and refusals go
    /// to its receiver. Runs on: the connection's worker, like detach().
    void take(attendee who, codec::client_frame received);

    /// One command over HTTP; resumes once it is durable or refused.
    boost::asio::awaitable<answer> command(caller by, codec::client_frame received);

    /// A command made by our own code; resumes once it is durable or refused.
    boost::asio::awaitable<answer> perform(caller by, sessions::command what);

    /// A command of the hall itself that nobody waits for, such as registering a person at the first use of a token.
    void tell(caller by, sessions::command what);

    /// Asks the committed state a question on the jam's worker. The question must be quick and must
    /// keep no reference to the state. What it throws is thrown to whoever awaits.
    template <class Answer>
    boost::asio::awaitable<Answer> read(std::function<Answer(const sessions::jam_state&)> question)
    {
        return ask<Answer>(core_, [question = std::move(question)](jam_core& core, reply_with<Answer> reply) {
            when_idle(
                core, [question, reply](const sessions::jam_state& state) { reply(question(state)); },
                reply.failing());
        });
    }

    /// The same for a page that everybody sees alike, by a name that says which: made once for all who ask at about the
    /// same time, unless pages differ by reader now.
    boost::asio::awaitable<sessions::outcome<std::string>> page(
        std::string name, std::function<sessions::outcome<std::string>(const sessions::jam_state&)> make);

    /// Posts whose text matches, best first. Errors: storage_failed.
    boost::asio::awaitable<sessions::outcome<std::vector<sessions::post_id>>> search(std::string query,
                                                                                     std::size_t limit);

    /// The cases of the queue that desks have open.
    boost::asio::awaitable<std::vector<sessions::look>> looks();

    /// How many people have a token.
    boost::asio::awaitable<std::size_t> people_with_link();

    /// A new token for the screen of a hall: an observer of its own, made at the first asking; the token before ends.
    boost::asio::awaitable<sessions::outcome<minted_link>> mint_wall_link(caller by);

    /// Private state for /me: follows and read marks, as JSON-ready values.
    struct private_state {
        std::vector<std::string> follows;
        std::vector<std::pair<std::string, std::uint64_t>> read;
    };
    boost::asio::awaitable<private_state> private_state_of(sessions::person_id person);

    /// Adds and updates people by e-mail. Without `partial`, one bad line refuses the whole file.
    boost::asio::awaitable<sessions::outcome<import_result>> import_roster(caller by, codec::roster_file file,
                                                                           bool partial, bool dry_run);

    /// Mints tokens for people who have none, or renews one person's or everybody's; with printed codes where asked for. A
    /// renewed token ends the printed code before. Whose token is renewed is signed out, but not one who stays: who was
    /// only to get a link, and may be in by another way.
    enum class renewal { missing_only, one, all, one_who_stays };
    boost::asio::awaitable<sessions::outcome<std::vector<minted_link>>> mint_links(caller by, renewal which,
                                                                                   std::string email,
                                                                                   bool with_codes = false);

    /// Whom a printed code stands for.
    boost::asio::awaitable<std::optional<caller>> authorise_code(token_hash code);

    /// The people mint_links would make links for and their addresses; those without a mailbox of their own left out.
    boost::asio::awaitable<sessions::outcome<std::vector<std::pair<sessions::person_id, std::string>>>>
    people_for_links(caller by, renewal which, std::string email);

    /// Whom somebody who arrives is here: known by subject or address, else added where the plan lets newcomers in by
    /// this way. Resumes once that is durable. Errors: not_allowed or jam_over when they do not get in; bad_field
    /// for a name that is missing or taken.
    boost::asio::awaitable<sessions::outcome<sessions::person_id>> admit(arrival who);

    /// Whether somebody with this verified address would get in by this way, now; also as a newcomer where that counts.
    boost::asio::awaitable<bool> would_admit(sessions::way_in way, std::string email, bool may_be_new);

    /// The private rows of the people with numbers above `after`, at most `limit`.
    boost::asio::awaitable<std::vector<identity_view>> identities(sessions::person_id after,
                                                                  std::size_t limit);

    /// Every text a post ever had, for the data package. Errors: throws store_error when the file
    /// cannot be read.
    boost::asio::awaitable<std::vector<sessions::post_version_row>> post_versions();

    /// Everything the jam's file holds about a person, as JSON members of an object; `seen` are the posts they saw.
    /// Errors: rate_limited while the same is under way for them; throws store_error when the file cannot be read.
    boost::asio::awaitable<sessions::outcome<std::string>> data_of(sessions::person_id person);

    /// The posts somebody saw, as far as it is known; nothing once the jam closed.
    boost::asio::awaitable<std::vector<sessions::post_id>> seen_by(sessions::person_id person);

    /// What an erasure would take, and the newest acts of the records officer. Errors: as data_of.
    boost::asio::awaitable<std::vector<store::text_count>> texts_named(std::vector<sessions::erased> by);
    boost::asio::awaitable<std::vector<store::kept_record>> records(std::size_t limit);

    /// False after a failed write until one succeeds again.
    bool is_storing_well() const;

    /// Its log does not hold together: nothing of it is shown. Runs on: any worker.
    bool is_quarantined() const;

    /// Takes nothing more, lets everything that was accepted become durable, asks for a state snapshot and closes
    /// sockets with `restarting`.
    boost::asio::awaitable<void> stop();

    /// See jam_core. Runs on: any, once no worker runs.
    void abandon();

private:
    /// Frames that came in on one worker in this turn of its loop: they cross to the jam in one piece.
    struct alignas(64) arrived {
        std::vector<std::pair<attendee, codec::client_frame>> frames;
    };

    void hand_over(std::size_t worker);

    std::shared_ptr<jam_core> core_;
    std::vector<arrived> arrived_;  ///< by worker, each touched only there
    one_each collected_;            ///< whose data is being read: the whole file is
    sessions::slug id_;
    std::uint32_t number_ = 0;
};

}  // namespace jamhall::live
