// SPDX-License-Identifier: Apache-2.0
#include "engine/clock/real_time.hpp"
#include "engine/identity/stored.hpp"
#include "engine/live/jam_core.hpp"
#include "engine/store/chain_heads.hpp"
#include "engine/store/erasing.hpp"
#include "engine/store/hall_store.hpp"
#include "engine/store/snapshot_file.hpp"
#include "sessions/rules/clock.hpp"
#include "sessions/rules/retention.hpp"

#include <exception>
#include <memory>
#include <utility>

namespace jamhall::live {
namespace {

/// The wall clock may be set while a timer sleeps, so no timer sleeps longer; less closely where only the retention
/// schedule is waited for.
constexpr std::chrono::seconds bell_check_max{15};
constexpr std::chrono::minutes retention_check_max{10};

/// So many people, or as many posts of theirs: each time the file is written anew, on the one writer of all jams.
constexpr std::size_t people_per_sweep = 20'000;

/// What may be changed unseen by whoever can write the files is at most what came since the last signed head.
constexpr std::uint64_t events_per_head = 1'000;
constexpr std::chrono::minutes head_after{1};

/// In place of a snapshot that holds what was erased. Without one only a restart takes longer.
/// Errors: throws where the one of before may still be there.
void put_in_place_of_old(const std::filesystem::path& file, const sessions::jam_state& state)
{
    try {
        keep_snapshot(file, state);
    } catch (...) {
        identity::log_failure{"a snapshot after an erasure"}(std::current_exception());
        store::remove_snapshot(file);
    }
}

}  // namespace

std::vector<std::pair<sessions::person_id, std::string>> jam_core::forget_erased(const batch& decided)
{
    std::vector<std::pair<sessions::person_id, std::string>> forgotten;
    for (const auto& [offset, gone] : decided.to_store.erased) {
        jam_.erased.add(offset, gone);
        for (const auto person : gone.people) {
            forgotten.emplace_back(person, std::string{jam_.people.email_of(person)});
            jam_.people.forget(person);
        }
    }
    return forgotten;
}

void jam_core::sign_out_erased(const batch& committed)
{
    for (const auto& [offset, gone] : committed.to_store.erased) {
        ++erasures_committed_;
        sign_out(gone.people);
        if (setting_.sign_out_everywhere && !gone.people.empty())
            setting_.sign_out_everywhere(id_, gone.people);
    }
}

void jam_core::finish_erasing(std::unique_ptr<batch> committed)
{
    events_since_snapshot_ = 0;
    sign_out_erased(*committed);
    // Asked now: by the time the snapshot is replaced the next erasure may be at work in the file.
    const bool was_clean = is_clean();
    if (!was_clean)
        tidy_later();
    ++erasures_to_finish_;
    replace_snapshot(
        [kept = std::shared_ptr<batch>{std::move(committed)}, was_clean](jam_core& core, bool is_gone) {
            const bool is_done = is_gone && (was_clean || core.is_clean());
            kept->answer_all(is_done ? std::nullopt : std::optional{not_gone_yet()});
            if (--core.erasures_to_finish_ > 0 || core.is_halted_ || core.stopped_)
                return;
            // The next sweep comes only now: its snapshot would wait behind this one.
            core.when_idle([&core] {
                core.arm_bell();
                if (core.stores_well_)
                    core.erase_due();
            });
        });
}

void jam_core::replace_snapshot(std::function<void(jam_core&, bool)> done)
{
    const auto finish = [self = shared_from_this(), done = std::move(done)](std::exception_ptr failed) {
        identity::log_failure{"removing a snapshot of before an erasure"}(failed);
        self->post([done, is_gone = !failed](jam_core& core) {
            core.owes_snapshot_ = !is_gone;
            if (!is_gone)
                core.tidy_later();
            done(core, is_gone);
        });
    };
    // Behind a snapshot of before that may be under way: this one takes its place.
    const bool taken = setting_.storing.background.submit(
        [file = path_, state = std::make_unique<const sessions::jam_state>(jam_.state)] {
            put_in_place_of_old(file, *state);
        },
        finish);
    if (!taken)
        finish(std::make_exception_ptr(
            store::store_error{store::store_fault::io, "The background worker takes no more work."}));
}

bool erases(const asked_command& asked)
{
    const auto* command = std::get_if<sessions::command>(&asked.what);
    return command && (std::holds_alternative<sessions::erase_post>(*command) ||
                       std::holds_alternative<sessions::erase_person>(*command));
}

bool jam_core::is_clean() const
{
    return file_->is_clean() && *directory_is_clean_;
}

void jam_core::ask_directory()
{
    if (setting_.directory == nullptr)
        return;
    const auto ask = [directory = setting_.directory, is_clean = directory_is_clean_] {
        *is_clean = !directory->needs_scrub();
    };
    const auto done = [self = shared_from_this()](std::exception_ptr failed) {
        if (failed)
            *self->directory_is_clean_ = false;  // for all anybody knows
        self->post([](jam_core& core) {
            if (!core.is_clean())
                core.tidy_later();
        });
    };
    // Refused only when the hall stops.
    (void)setting_.storing.writer.submit(ask, done);
}

bool jam_core::is_unfinished(const asked_command& asked) const
{
    return erases(asked) && (owes_snapshot_ || erasures_to_finish_ > 0 || !is_clean());
}

void jam_core::tidy_later()
{
    if (std::exchange(tidying_is_armed_, true))
        return;
    tidy_timer_.expires_after(setting_.tidy_after);
    tidy_timer_.async_wait([self = shared_from_this()](const boost::system::error_code& ended) {
        self->tidying_is_armed_ = false;
        if (!ended)
            self->when_idle([self] { self->tidy(); });
    });
}

void jam_core::tidy()
{
    if (is_halted_ || is_quarantined_ || stopped_)
        return;
    if (owes_snapshot_)
        replace_snapshot([](jam_core&, bool) {});
    if (is_clean())
        return;
    const auto scrub = [file = file_, directory = setting_.directory, is_clean = directory_is_clean_,
                        id = id_] {
        file->scrub_rest();
        if (directory == nullptr || *is_clean)
            return;
        directory->forget_people(id, {});
        *is_clean = !directory->needs_scrub();
    };
    const auto done = [self = shared_from_this()](std::exception_ptr failed) {
        identity::log_failure{"removing what is left of an erasure"}(failed);
        self->post([](jam_core& core) {
            if (!core.is_clean())
                core.tidy_later();
        });
    };
    if (!setting_.storing.writer.submit(scrub, done))
        tidy_later();
}

void jam_core::arm_bell()
{
    const auto bell = sessions::next_deadline(jam_.state);
    const auto retention = retention_wait();
    if (!bell && !retention)
        return bell_timer_.cancel(), void();
    const auto until_bell = bell ? *bell - clock::now() : *retention;
    const auto due = retention ? std::min(until_bell, *retention) : until_bell;
    const auto most = bell ? sessions::duration{bell_check_max} : sessions::duration{retention_check_max};
    const auto soonest = stores_well_ ? sessions::duration{0} : sessions::duration{recovery_retry_after};
    const auto wait = std::clamp(due, std::min(soonest, most), most);
    bell_timer_.expires_after(wait);
    bell_timer_.async_wait([self = shared_from_this()](const boost::system::error_code& ended) {
        if (ended)
            return;
        self->brakes_.sweep(brakes::clock::now());
        if (!self->stores_well_)
            self->erase_due();
        self->schedule();
    });
}

std::optional<sessions::duration> jam_core::retention_wait()
{
    if (erasures_to_finish_ > 0)
        return std::nullopt;
    const auto due = sessions::next_retention(jam_.state);
    const auto now = clock::now();
    if (!due || *due > now) {
        retention_due_.reset();
        return due ? std::optional{*due - now} : std::nullopt;
    }
    const auto steady = clock::monotonic_now();
    // Names and everything else each have a time of their own: the clock that is right about the first may be wrong later.
    if (!retention_due_ || retention_due_->due != *due)
        retention_due_ = {*due, steady};
    const auto left = setting_.retention_hesitates -
                      std::chrono::duration_cast<std::chrono::milliseconds>(steady - retention_due_->since);
    return std::max(sessions::duration{left.count()}, sessions::duration{0});
}

void jam_core::erase_due()
{
    const auto wait = retention_wait();
    if (!wait || wait->count() > 0 || is_halted_ || is_quarantined_)
        return;
    // Not by the batch's instant: the log may have one of a clock that was wrong, and no instant in it goes back.
    submit(job{[due = retention_due_->due](batch& into) {
        auto next = sessions::next_due(into.state(), due, people_per_sweep);
        if (!next)
            return;
        const auto erased =
            into.apply(sessions::erase_due{next->what, std::move(next->posts), std::move(next->people)},
                       {sessions::actor_kind::hall, {}});
        sessions::ensure(bool{erased}, "the hall erases what is due");
    }});
}

void jam_core::sign_head(bool at_once)
{
    const auto& head = file_->head();
    if (!setting_.key || head.offset <= signed_head_)
        return;
    if (!at_once && head.offset.value - signed_head_.value < events_per_head) {
        if (std::exchange(head_is_armed_, true))
            return;
        head_timer_.expires_after(head_after);
        head_timer_.async_wait([self = shared_from_this()](const boost::system::error_code& ended) {
            self->head_is_armed_ = false;
            if (!ended)
                self->when_idle([self] { self->sign_head(true); });
        });
        return;
    }
    signed_head_ = head.offset;
    const auto sign = [key = setting_.key, file = store::heads_file_of(path_), jam = id_.str(),
                       epoch = setting_.epoch, head] { store::add_head(file, key->sign(jam, epoch, head)); };
    // A head that is not kept is made up for by the next one.
    (void)setting_.storing.checkpoints.submit(sign, identity::log_failure{"a signed head of " + id_.str()});
}

}  // namespace jamhall::live
