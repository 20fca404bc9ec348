// SPDX-License-Identifier: Apache-2.0
#include "engine/store/jam_store.hpp"

#include "engine/base/encoding.hpp"
#include "engine/base/log.hpp"
#include "engine/base/random.hpp"
#include "engine/store/batch_writer.hpp"
#include "engine/store/blob.hpp"
#include "engine/store/erasing.hpp"
#include "engine/store/files.hpp"
#include "engine/store/log_mover.hpp"
#include "engine/store/log_reading.hpp"
#include "engine/store/schema.hpp"
#include "engine/store/snapshot_file.hpp"
#include "engine/store/sqlite_error.hpp"

#include <atomic>
#include <optional>
#include <utility>

namespace jamhall::store {
namespace {

constexpr std::size_t epoch_bytes = 9;

}  // namespace

struct jam_store::inside {
    std::filesystem::path file;
    std::optional<database> on;
    log_head head;
    bool is_stale = false;
    bool is_settled = false;   ///< nothing is in the log that the disk need not have
    bool is_unsynced = false;  ///< for good
    std::atomic<bool> is_clean = true;
    bool is_rewritten = false;  ///< what was erased can only be left in the write-ahead log
    log_mover mover;
    std::filesystem::path erasure_list;  ///< empty: none is kept

    /// A line of that list, while it is not known whether what it names was committed.
    struct pending_line {
        erasure_line line;
        std::uintmax_t bytes_before = 0;  ///< of the list
    };
    std::optional<pending_line> listed{};

    inside(std::filesystem::path at, access how, store_workers* workers)
        : file{std::move(at)}, mover{file, workers}
    {
        remove_unfinished();
        open(how);
        try {
            settle();
        } catch (const store_error& failed) {
            // Reading needs no disk that takes writes; the next write tries again.
            note(failed);
        }
    }

    /// Of a snapshot that was being written when the program ended: it may be of before an erasure.
    void remove_unfinished()
    {
        try {
            remove_unfinished_snapshot(file);
        } catch (const store_error& failed) {
            if (failed.fault() != store_fault::unsynced)
                throw;
            note(failed);
        }
    }

    void settle()
    {
        is_settled = is_settled || on->settle_log();
        if (is_settled)
            return;
        is_settled = true;
        base::log(base::log_level::warning,
                  "another program reads this file, so its write-ahead log stays as it was left",
                  {{"file", file.filename().native()}});
    }

    void note(const store_error& failed)
    {
        if (failed.fault() != store_fault::unsynced)
            return;
        is_unsynced = true;
        if (!has_sync_failed())
            note_failed_sync(failed.what());
    }

    void open(access how)
    {
        on.emplace(database::open(file, how));
        migrate(*on, jam_schema(), how == access::create);
        head = read_head(*on);
        is_stale = false;
        is_clean = !needs_scrub(*on);
        if (is_clean)
            return;
        remove_snapshot(file);
        try_to_scrub(patience::moment);
    }

    void list(const erasure_line& line)
    {
        if (listed && !is_same_erasure(listed->line, line))
            take_back_list();
        if (!listed)
            listed = pending_line{line, size_of_list()};
        add_to_list(erasure_list, line);
    }

    std::uintmax_t size_of_list() const
    {
        std::error_code failed;
        const auto bytes = std::filesystem::file_size(erasure_list, failed);
        if (failed && failed != std::errc::no_such_file_or_directory)
            throw store_error{store_fault::io, erasure_list.string() + ": " + failed.message()};
        return failed ? 0 : bytes;
    }

    /// What was not committed was refused, and need not be asked for again: a restore would erase it all the same. Only once
    /// something else is committed: until then the pages of a commit that failed late may be on the disk, and count after a death.
    void take_back_list()
    {
        if (!listed)
            return;
        const auto at = listed->line.offset;
        auto row = on->prepare("SELECT type FROM event WHERE offset = ?");
        const bool is_kept =
            head.offset >= at && row.bind(1, signed_of(at)).step() && row.text(0) == "erased";
        if (!is_kept && size_of_list() > listed->bytes_before)
            cut_file(erasure_list, listed->bytes_before);
        listed.reset();
    }

    void scrub(patience readers)
    {
        if (!is_rewritten) {
            require_room_to_rewrite(*on);
            rewrite_pages(*on);
            is_rewritten = true;
        }
        cut_log(*on, readers);
        is_rewritten = false;
        is_clean = true;
    }

    /// Who reads the file may do so for long, and a full disk may stay full: the jam goes on meanwhile.
    void try_to_scrub(patience readers)
    {
        try {
            scrub(readers);
        } catch (const store_error& failed) {
            if (failed.fault() != store_fault::in_use && failed.fault() != store_fault::full)
                throw;
            base::log(base::log_level::warning,
                      "what was erased may still stand in the file's free pages or its write-ahead log; this "
                      "is tried again",
                      {{"file", file.filename().native()}, {"why", failed.what()}});
        }
    }

    std::string epoch()
    {
        auto found = on->prepare("SELECT epoch FROM epoch");
        if (found.step())
            return std::string{found.text(0)};
        auto drawn = base::base64url_of(base::random_bytes<epoch_bytes>());
        write([&] { on->prepare("INSERT INTO epoch (epoch) VALUES (?)").bind_all(drawn).run(); });
        return drawn;
    }

    void require_trust() const
    {
        if (is_unsynced || mover.has_lost_trust())
            throw store_error{store_fault::unsynced,
                              file.string() +
                                  ": a sync failed before; nothing is written until the server "
                                  "is started again"};
    }

    void require_writable() const
    {
        require_trust();
        if (is_stale)
            throw store_error{
                store_fault::stale,
                file.string() + ": a write failed before; nothing is written until it is reopened"};
    }

    /// What fails here leaves open what the file holds: nothing is written before it is reopened.
    template <class Work>
    void or_stale(const Work& work)
    {
        try {
            work();
        } catch (const store_error& failed) {
            note(failed);
            is_stale = true;
            throw;
        } catch (...) {
            is_stale = true;
            throw;
        }
    }

    /// Runs one transaction; after a failure nothing more is written on this connection.
    template <class Writing>
    void write(const Writing& writing)
    {
        require_writable();
        or_stale([&] {
            settle();
            mover.move_rest(*on);
            transaction all{*on};
            writing();
            all.commit();
        });
        mover.move_if_grown(*on);
    }

    /// The snapshot holds what is to go. It goes first: without one only a restart takes longer.
    void append_erasing(const append_batch& batch)
    {
        require_writable();
        require_room_to_rewrite(*on);
        remove_snapshot(file);
        is_rewritten = false;
        log_head after = head;
        write([&] {
            after = write_batch(*on, batch, head);
            const auto line = erase(*on, batch);
            // Before the commit: nothing that was confirmed is missing in the list.
            if (!erasure_list.empty())
                list(line);
        });
        listed.reset();
        head = after;
        is_clean = false;
        or_stale([this] { try_to_scrub(patience::seconds); });
    }
};

jam_store::jam_store(std::unique_ptr<inside> made) : inside_{std::move(made)} {}
jam_store::jam_store(jam_store&&) noexcept = default;
jam_store& jam_store::operator=(jam_store&&) noexcept = default;
jam_store::~jam_store() = default;

jam_store jam_store::create(const std::filesystem::path& file, store_workers* checkpoints_on)
{
    jam_store made{std::make_unique<inside>(file, access::create, checkpoints_on)};
    if (made.head().offset)
        throw store_error{store_fault::conflict, file.string() + ": there is a jam already"};
    return made;
}

jam_store jam_store::open(const std::filesystem::path& file, store_workers* checkpoints_on)
{
    return jam_store{std::make_unique<inside>(file, access::write, checkpoints_on)};
}

std::string jam_store::epoch()
{
    return inside_->epoch();
}

bool jam_store::is_copy()
{
    return !inside_->on->prepare("SELECT epoch FROM epoch").step();
}

void jam_store::list_erasures_in(std::filesystem::path list)
{
    inside_->erasure_list = std::move(list);
}

const log_head& jam_store::head() const
{
    return inside_->head;
}

void jam_store::append(const append_batch& batch)
{
    if (!batch.erased.empty())
        return inside_->append_erasing(batch);
    log_head after = inside_->head;
    inside_->write([&] { after = write_batch(*inside_->on, batch, inside_->head); });
    inside_->head = after;
    inside_->or_stale([this] { inside_->take_back_list(); });
}

bool jam_store::is_clean() const
{
    return inside_->is_clean;
}

void jam_store::scrub_rest()
{
    if (inside_->is_clean || inside_->is_stale)
        return;
    inside_->require_trust();
    try {
        inside_->try_to_scrub(patience::moment);
    } catch (const store_error& failed) {
        inside_->note(failed);
        throw;
    }
}

void jam_store::reopen()
{
    inside_->require_trust();
    inside_->is_stale = true;
    inside_->on.reset();
    inside_->open(access::write);
}

const std::filesystem::path& jam_store::file() const
{
    return inside_->file;
}

}  // namespace jamhall::store
