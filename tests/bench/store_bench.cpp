// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/store_bench.hpp"

#include "engine/codec/event_out.hpp"
#include "engine/store/jam_store.hpp"
#include "sessions/views/tables.hpp"
#include "tests/bench/load/line.hpp"
#include "tests/bench/load/scratch_folder.hpp"
#include "tests/bench/sample_jam.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

namespace jamhall::bench {

namespace {

using handle = std::unique_ptr<sqlite3, decltype([](sqlite3* open) { sqlite3_close(open); })>;

void run(const handle& on, const std::string& sql)
{
    if (sqlite3_exec(on.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
        throw std::runtime_error{sqlite3_errmsg(on.get())};
}

}  // namespace

figure bare_rows(std::size_t batch_size, double seconds, int pause_ms)
{
    const scratch_folder folder;
    sqlite3* opened = nullptr;
    sqlite3_open((folder.path() / "floor.db").c_str(), &opened);
    const handle floor{opened};
    run(floor,
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        "CREATE TABLE row(id INTEGER PRIMARY KEY, a INTEGER, b INTEGER, text TEXT) STRICT;"
        "CREATE INDEX row_a ON row(a); CREATE INDEX row_b ON row(b);");
    sqlite3_stmt* insert = nullptr;
    sqlite3_prepare_v2(floor.get(), "INSERT INTO row(a, b, text) VALUES(?1, ?2, ?3)", -1, &insert, nullptr);
    const std::string text(300, 'x');
    std::int64_t row = 0;
    latencies commits;
    auto found =
        measure(fmt::format("floor, bare SQLite rows, {} a commit", batch_size), seconds, batch_size, [&] {
            ::poll(nullptr, 0, pause_ms);
            const double began = now_s();
            run(floor, "BEGIN");
            for (std::size_t i = 0; i < batch_size; ++i, ++row) {
                sqlite3_bind_int64(insert, 1, row * 7919 % 1'000'003);
                sqlite3_bind_int64(insert, 2, row);
                sqlite3_bind_text(insert, 3, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
                sqlite3_step(insert);
                sqlite3_reset(insert);
            }
            run(floor, "COMMIT");
            commits.add(now_s() - began);
        });
    found.with(commits);
    sqlite3_finalize(insert);
    found.unit = "rows/s";
    return found;
}

figure append_ballots(std::size_t batch_size, double seconds)
{
    const scratch_folder folder;
    const double floor = bare_rows(batch_size, seconds).value;

    sample_jam jam{2'000, 500};
    const auto names = codec::names_of(jam.state());
    auto file = store::jam_store::create(folder.path() / "jam.jam");
    std::uint64_t offset = 0;
    auto found = measure(fmt::format("durable ballots, {} a commit", batch_size), seconds, batch_size, [&] {
        store::append_batch batch;
        for (std::size_t i = 0; i < batch_size; ++i) {
            for (const auto& happened : jam.cast_next_ballot()) {
                auto stored = codec::encode_event(happened, names, [] { return codec::text_salt{}; });
                stored.offset = {++offset};
                batch.events.push_back(std::move(stored));
                sessions::append_rows(jam.state(), happened, batch.rows);
            }
        }
        file.append(batch);
    });
    found.floor = floor;
    return found;
}

}  // namespace jamhall::bench
