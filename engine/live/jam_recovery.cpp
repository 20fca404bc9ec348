// SPDX-License-Identifier: Apache-2.0
// What a jam does when its file takes nothing: answer whoever waits, read the log again, go on or stop.
#include "engine/base/log.hpp"
#include "engine/live/jam_core.hpp"
#include "engine/store/snapshot_file.hpp"
#include "sessions/core/assert.hpp"

#include <chrono>
#include <utility>

namespace jamhall::live {
namespace {

using namespace std::chrono_literals;
using sessions::reject_code;

std::pair<store::store_fault, std::string> told_by(const std::exception_ptr& failed)
{
    try {
        std::rethrow_exception(failed);
    } catch (const store::store_error& error) {
        return {error.fault(), error.what()};
    } catch (const std::exception& error) {
        return {store::store_fault::io, error.what()};
    }
}

sessions::rejection not_saved(std::string why, std::chrono::seconds again_after)
{
    auto refused = sessions::refuse(reject_code::storage_failed, "", std::move(why));
    refused.retry_after = again_after;
    return refused;
}

}  // namespace

std::exception_ptr store_down()
{
    return std::make_exception_ptr(
        store::store_error{store::store_fault::io, "The jam's file takes nothing just now."});
}

sessions::rejection storage_failed()
{
    return not_saved(
        "We could not save this just now. It may or may not have been kept: please send it again.", 1s);
}

std::exception_ptr in_quarantine()
{
    return std::make_exception_ptr(store::store_error{
        store::store_fault::damaged, "This jam's log does not hold together, so it is not shown."});
}

sessions::rejection not_gone_yet()
{
    return not_saved(
        "Nobody here is shown it any more, but traces of it are left on the server's disk, because another "
        "program reads the jam's file or the hall's, or because the disk is full. They are removed once that "
        "is over. To be sure, please send it again in a minute.",
        60s);
}

sessions::rejection not_stored(store::store_fault fault)
{
    if (fault == store::store_fault::full)
        return not_saved(
            "The server's storage is full, so nothing can be saved just now. What is there can be "
            "read. Please send it again later.",
            5s);
    if (fault == store::store_fault::unsynced)
        return not_saved(
            "The server's disk failed, so nothing more is saved until it has been started again. "
            "What is there can be read. Please send it again later.",
            30s);
    return storage_failed();
}

void jam_core::on_failed(std::unique_ptr<batch> decided, const std::exception_ptr& failed)
{
    const auto [fault, why] = told_by(failed);
    // One line tells that it began, another that it is over: every client that tries again would write one.
    if (stores_well_.exchange(false))
        base::log(base::log_level::error, "a batch could not be stored",
                  {{"jam", id_.view()}, {"fault", name_of(fault)}, {"why", why}});
    decided->answer_all(not_stored(fault));
    owes_snapshot_ = owes_snapshot_ || !decided->to_store.erased.empty();
    unsure_ = std::move(decided);
    if (fault == store::store_fault::unsynced)
        return halt();
    recover();
}

void jam_core::halt()
{
    is_halted_ = true;
    bell_timer_.cancel();
    for (request& what : std::exchange(inbox_, {}))
        if (auto* asked = std::get_if<asked_command>(&what); !asked)
            inbox_.push_back(std::move(what));
        else if (asked->done)
            asked->done(not_stored(store::store_fault::unsynced));
    reload({});
}

void jam_core::refuse_halted(batch& turn)
{
    turn.answer_all(not_stored(store::store_fault::unsynced));
    is_storing_ = true;
    reload({});
}

void jam_core::recover()
{
    if (is_halted_)
        return reload({});
    const auto reopen = [file = file_] { file->reopen(); };
    const auto reload = [self = shared_from_this()](std::exception_ptr failed) {
        self->post([failed = std::move(failed)](jam_core& core) { core.reload(failed); });
    };
    if (!setting_.storing.writer.submit(reopen, reload))
        reload(std::make_exception_ptr(std::runtime_error{"the store is stopping"}));
}

void jam_core::reload(std::exception_ptr failed)
{
    if (failed)
        return retry_recovery(failed);
    const auto load = [reader = reader_, file = path_, is_halted = is_halted_] {
        auto loaded = std::make_shared<loaded_jam>(load_jam(*reader));
        if (loaded->has_stale_snapshot && !is_halted)
            store::remove_snapshot(file);
        return loaded;
    };
    const auto done = [self = shared_from_this()](std::exception_ptr broken,
                                                  std::optional<std::shared_ptr<loaded_jam>> loaded) {
        self->post([broken = std::move(broken), loaded = std::move(loaded)](jam_core& core) {
            if (broken)
                return core.retry_recovery(broken);
            core.jam_ = std::move(**loaded);
            core.load_keys();
            core.is_storing_ = false;
            core.tell_if_kept();
            if (core.owes_snapshot_ && !core.is_halted_)
                core.replace_snapshot([](jam_core&, bool) {});
            if (!core.is_clean())
                core.tidy_later();
            core.serve_questions();
            // After a failed write a bell that is due waits for its timer: it would only fail again at once.
            core.stores_well_ ? core.schedule() : core.rest();
        });
    };
    if (!setting_.storing.reader.submit(load, done))
        retry_recovery(std::make_exception_ptr(std::runtime_error{"the store is stopping"}));
}

void jam_core::tell_if_kept()
{
    const auto decided = std::exchange(unsure_, {});
    // An erasure is committed before its traces are removed, and that may fail. Nobody else writes: what the log holds
    // at the offsets of this batch is this batch.
    if (!decided || decided->events.empty() || jam_.state.last_offset < decided->events.back().offset)
        return;
    publish(*decided);
    sign_out_erased(*decided);
}

void jam_core::retry_recovery(std::exception_ptr failed)
{
    try {
        std::rethrow_exception(failed);
    } catch (const sessions::invariant_broken& broken) {
        return quarantine(broken.what());
    } catch (const store::store_error& error) {
        if (error.fault() == store::store_fault::damaged || error.fault() == store::store_fault::newer)
            return quarantine(error.what());
        if (error.fault() == store::store_fault::unsynced && !is_halted_) {
            stores_well_ = false;
            return halt();
        }
    } catch (const std::exception&) {
        // Worth another try: a full disk may be emptied, a file may come back.
    }
    refuse_waiting();
    retry_timer_.expires_after(recovery_retry_after);
    retry_timer_.async_wait([self = shared_from_this()](const boost::system::error_code& ended) {
        if (!ended)
            return self->recover();
        if (self->stopped_)
            self->refuse_waiting();  // and does not wait for a disk
    });
}

void jam_core::quarantine(std::string_view why)
{
    is_quarantined_ = true;
    stores_well_ = false;
    base::log(base::log_level::error, "the jam's log does not hold together; the jam takes nothing more",
              {{"jam", id_.view()}, {"why", why}});
    refuse_waiting();
    for (const auto& question : std::exchange(questions_, {}))
        if (question.failed)
            question.failed(in_quarantine());
}

void jam_core::refuse_waiting()
{
    for (auto& asked : std::exchange(waiting_for_keys_, {}))
        if (asked.done)
            asked.done(storage_failed());
    for (request& what : std::exchange(inbox_, {})) {
        auto* const asked = std::get_if<asked_command>(&what);
        if (asked && asked->done)
            asked->done(storage_failed());
        else if (!asked && std::get<job>(what).failed)
            std::get<job>(what).failed(store_down());
    }
    if (stopped_)
        std::exchange(stopped_, {})();
}

}  // namespace jamhall::live
