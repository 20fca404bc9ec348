// SPDX-License-Identifier: Apache-2.0
#include "engine/live/jam_core.hpp"

#include "engine/base/log.hpp"
#include "engine/base/metrics.hpp"
#include "engine/clock/real_time.hpp"
#include "engine/identity/stored.hpp"
#include "engine/store/hall_store.hpp"
#include "engine/store/snapshot_file.hpp"
#include "sessions/core/assert.hpp"
#include "sessions/rules/clock.hpp"

#include <algorithm>
#include <exception>

namespace jamhall::live {
namespace {

using namespace std::chrono_literals;

/// Requests that wait at most; above it the jam says it is busy.
constexpr std::size_t inbox_max = 100'000;
/// Requests of one batch at most, so that one commit stays short.
constexpr std::size_t batch_max = 500;
/// A snapshot this often keeps a restart short: reading so many events again takes a fraction of a second. In a
/// long log only after this part of it, so that all snapshots of a jam together cost in proportion to its log.
constexpr std::uint64_t events_per_snapshot = 20'000;
constexpr std::uint64_t log_parts_per_snapshot = 64;
constexpr auto exposure_flush_every = 2s;

sessions::rejection busy()
{
    auto refused = sessions::refuse(sessions::reject_code::rate_limited, "",
                                    "Very many people are sending at once. Please try again in a moment.");
    refused.retry_after = sessions::duration{1'000};
    return refused;
}

}  // namespace

jam_core::jam_core(jam_setting setting, sessions::slug id, store::jam_store file)
    : setting_{setting},
      id_{id},
      path_{file.file()},
      file_{std::make_shared<store::jam_store>(std::move(file))},
      reader_{std::make_shared<store::jam_reader>(path_)},
      outbox_{std::make_shared<outbox>(setting.on, setting.home)},
      bell_timer_{setting.on.at(setting.home).loop},
      exposure_timer_{setting.on.at(setting.home).loop},
      news_timer_{setting.on.at(setting.home).loop},
      retry_timer_{setting.on.at(setting.home).loop},
      key_timer_{setting.on.at(setting.home).loop},
      head_timer_{setting.on.at(setting.home).loop},
      tidy_timer_{setting.on.at(setting.home).loop}
{
}

void jam_core::start(std::optional<loaded_jam> loaded)
{
    if (loaded)
        jam_ = std::move(*loaded);
    else
        bell_cause_ = sessions::clock_cause::clock;
    if (jam_.has_stale_snapshot) {
        // First: a kept one may hold what was erased, and a new one may fail.
        store::remove_snapshot(path_);
        save_snapshot();
    }
    if (!file_->is_clean())
        tidy_later();
    // Not asked yet: until the hall serves, its file is read on the thread that starts it. Unknown is not clean.
    *directory_is_clean_ = setting_.directory == nullptr;
    post([](jam_core& core) { core.ask_directory(); });
    load_keys();
    sign_head(true);
    schedule();
}

void jam_core::submit(request what)
{
    if (const auto* asked = std::get_if<asked_command>(&what)) {
        if (const auto refused = why_not_taken())
            return asked->done ? asked->done(*refused) : void();
    } else if (is_quarantined_ || is_stopping_) {
        const auto& failed = std::get<job>(what).failed;
        return failed ? failed(is_quarantined_ ? in_quarantine() : store_down()) : void();
    }
    inbox_.push_back(std::move(what));
    schedule();
}

std::optional<sessions::rejection> jam_core::why_not_taken() const
{
    if (is_halted_)
        return not_stored(store::store_fault::unsynced);
    // Of a jam that stops: it would go on for as long as people do. It is sent again, by its key, to the next.
    if (is_quarantined_ || is_stopping_)
        return storage_failed();
    if (inbox_.size() + waiting_for_keys_.size() >= inbox_max)
        return busy();
    return std::nullopt;
}

void jam_core::when_idle(std::function<void()> question, failure_handler failed)
{
    waiting_question asked{std::move(question), std::move(failed)};
    if (is_quarantined_)
        return asked.failed ? asked.failed(in_quarantine()) : void();
    if (is_storing_)
        questions_.push_back(std::move(asked));
    else
        serve(asked);
}

void jam_core::perform(const job& asked, batch& into)
{
    try {
        asked.work(into);
    } catch (...) {
        if (asked.failed)
            asked.failed(std::current_exception());
        throw;
    }
}

void jam_core::serve(const waiting_question& question)
{
    if (!question.failed)
        return question.ask();
    try {
        question.ask();
    } catch (...) {
        question.failed(std::current_exception());
    }
}

void jam_core::schedule()
{
    if (is_scheduled_ || is_storing_)
        return;
    is_scheduled_ = true;
    // Posted, not run at once: what else has arrived in this turn of the loop joins the batch.
    post([](jam_core& core) { core.run(); });
}

void jam_core::run()
{
    is_scheduled_ = false;
    if (is_storing_ || is_quarantined_)
        return;
    auto turn = std::make_unique<batch>(jam_.state, jam_.names, jam_.exposure, clock::now());
    try {
        if (!is_halted_)
            turn->ring_due_bells(bell_cause_);
        bell_cause_ = sessions::clock_cause::clock;
        for (std::size_t left = std::min(inbox_.size(), batch_max); left > 0; --left) {
            request what = std::move(inbox_.front());
            inbox_.pop_front();
            if (auto* asked = std::get_if<asked_command>(&what))
                handle(std::move(*asked), *turn);
            else
                perform(std::get<job>(what), *turn);
        }
        turn->seal();
    } catch (const sessions::invariant_broken& broken) {
        base::log(base::log_level::error, "a rule was broken; reading the log again",
                  {{"jam", id_.view()}, {"what", broken.what()}});
        turn->answer_all(storage_failed());
        is_storing_ = true;
        return recover();
    } catch (const std::exception& failed) {
        // Memory that ran out, above all. The state may be half of something, and the other jams go on.
        base::log(base::log_level::error, "a batch could not be decided; reading the log again in a moment",
                  {{"jam", id_.view()}, {"what", failed.what()}});
        turn->answer_all(storage_failed());
        is_storing_ = true;
        return retry_recovery(std::current_exception());
    }
    if (turn->is_empty()) {
        turn->answer_all();
        return rest();
    }
    if (is_halted_)
        return refuse_halted(*turn);
    store(std::move(turn));
}

void jam_core::handle(asked_command asked, batch& into)
{
    try {
        take_up(asked, into);
    } catch (const sessions::invariant_broken&) {
        throw;  // whoever asked was told
    } catch (...) {
        if (asked.done)
            asked.done(storage_failed());
        throw;
    }
}

void jam_core::take_up(asked_command& asked, batch& into)
{
    if (is_known(asked, into))
        return;
    if (asked.by.person) {
        const auto now = brakes::clock::now();
        const auto& limits = jam_.state.what->policy.limits;
        auto taken = brakes_.take(limits, asked.by.person, brakes::kind::command, now);
        const auto* command = std::get_if<sessions::command>(&asked.what);
        if (taken && command && std::holds_alternative<sessions::add_post>(*command))
            taken = brakes_.take(limits, asked.by.person, brakes::kind::post, now);
        if (!taken)
            return into.answer_later(std::move(asked.done), taken.error());
    }
    decide(asked, into);
}

void jam_core::decide(const asked_command& asked, batch& into)
{
    answer given = acceptance_note{into.state().last_offset, {}, {}};
    if (const auto* command = std::get_if<sessions::command>(&asked.what)) {
        try {
            given = into.apply(*command, asked.by);
        } catch (const sessions::invariant_broken&) {
            if (asked.done)
                asked.done(storage_failed());
            throw;
        }
        if (const auto* removed = std::get_if<sessions::remove_person>(command); removed && given)
            end_token(removed->person, into);
    } else if (const auto refused = keep_private(asked, into)) {
        given = *refused;
    }
    if (given && asked.key) {
        into.remember(asked.by, *asked.key, *given);
        jam_.keys.add(asked.by.person, asked.key->key);  // as the next row
    }
    const bool promises_erasure = given && erases(asked);
    into.answer_later(asked.done, std::move(given),
                      promises_erasure ? batch::until::gone : batch::until::stored);
}

void jam_core::store(std::unique_ptr<batch> decided)
{
    is_storing_ = true;
    storing_since_ = std::chrono::steady_clock::now();
    auto gone = forget_erased(*decided);
    auto shared = std::make_shared<std::unique_ptr<batch>>(std::move(decided));
    const bool taken = setting_.storing.writer.submit(
        [file = file_, shared, gone = std::move(gone), directory = setting_.directory, id = id_,
         is_clean = directory_is_clean_] {
            // First: what a crash cuts short behind it was not confirmed, and the jam still knows whom to forget.
            if (directory != nullptr && !gone.empty()) {
                directory->forget_people(id, gone);
                *is_clean = !directory->needs_scrub();
            }
            file->append((*shared)->to_store);
        },
        [self = shared_from_this(), shared](std::exception_ptr failed) {
            self->post([shared, failed = std::move(failed)](jam_core& core) mutable {
                core.on_stored(std::move(*shared), std::move(failed));
            });
        });
    if (!taken)
        on_stored(std::move(*shared), std::make_exception_ptr(store::store_error{
                                          store::store_fault::io, "The store takes no more work."}));
}

void jam_core::on_stored(std::unique_ptr<batch> decided, std::exception_ptr failed)
{
    auto& counted = base::metrics();
    if (failed) {
        counted.batches_failed.add();
        return on_failed(std::move(decided), failed);
    }
    if (!stores_well_.exchange(true))
        base::log(base::log_level::info, "storing works again", {{"jam", id_.view()}});
    is_storing_ = false;
    counted.batches.add();
    counted.batch_events.add(decided->events.size());
    const auto took = std::chrono::steady_clock::now() - storing_since_;
    counted.commit_microseconds.add(
        static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(took).count()));
    const bool erases_something = !decided->to_store.erased.empty();
    erases_something ? decided->answer_stored() : decided->answer_all();
    const bool goes_to_many = publish(*decided);
    events_since_snapshot_ += decided->events.size();
    if (erases_something)
        finish_erasing(std::move(decided));
    else if (is_snapshot_due(*decided))
        save_snapshot();
    sign_head(false);
    serve_questions();
    if (jam_.exposure.has_changed())
        arm_exposure_flush();
    // Ballots are decided at once, so that the store goes on while their answers leave. Where feeds are to be flushed to
    // all their watchers first, what comes in meanwhile joins the batch, and the next flush serves more of it.
    if (!goes_to_many && !inbox_.empty())
        return run();
    rest();
}

void jam_core::rest()
{
    if (!is_halted_)
        arm_bell();
    if (!inbox_.empty())
        return schedule();
    if (!stopped_) {
        // What could not be stored is tried again by the bell's timer, not at once.
        if (stores_well_)
            erase_due();
        return;
    }
    bell_timer_.cancel();
    if (!is_halted_) {
        sign_head(true);
        save_snapshot();
    }
    refuse_waiting();
}

void jam_core::serve_questions()
{
    for (const auto& question : std::exchange(questions_, {}))
        serve(question);
}

void jam_core::arm_exposure_flush()
{
    if (is_halted_ || std::exchange(exposure_is_armed_, true))
        return;
    exposure_timer_.expires_after(exposure_flush_every);
    exposure_timer_.async_wait([self = shared_from_this()](const boost::system::error_code& ended) {
        self->exposure_is_armed_ = false;
        if (!ended)
            self->submit(job{[](batch& into) { into.flush_exposure(); }});
    });
}

bool jam_core::is_snapshot_due(const batch& committed) const
{
    const auto many = std::max(events_per_snapshot, jam_.state.last_offset.value / log_parts_per_snapshot);
    return !*keeps_snapshot_ && (committed.has_bell || events_since_snapshot_ >= many);
}

void jam_core::save_snapshot()
{
    events_since_snapshot_ = 0;
    *keeps_snapshot_ = true;
    // Only a shorter restart is lost when it is not kept.
    const bool taken = setting_.storing.background.submit(
        [file = path_, state = std::make_unique<const sessions::jam_state>(jam_.state)] {
            keep_snapshot(file, *state);
        },
        [is_under_way = keeps_snapshot_, id = id_](std::exception_ptr failed) {
            *is_under_way = false;
            identity::log_failure{"a snapshot of " + id.str()}(failed);
        });
    if (!taken)
        *keeps_snapshot_ = false;
}

void jam_core::stop(std::function<void()> done)
{
    submit(job{[](batch& into) { into.flush_exposure(); }});
    is_stopping_ = true;
    news_timer_.cancel();
    exposure_timer_.cancel();
    retry_timer_.cancel();
    key_timer_.cancel();
    head_timer_.cancel();
    tidy_timer_.cancel();
    if (is_quarantined_)
        return done();
    stopped_ = std::move(done);
}

void jam_core::abandon()
{
    seats_ = {};
    outbox_ = {};
    inbox_ = {};
    questions_ = {};
    reading_missed_ = {};
    waiting_for_keys_ = {};
    stopped_ = {};
}

}  // namespace jamhall::live
