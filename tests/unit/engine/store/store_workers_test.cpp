// SPDX-License-Identifier: Apache-2.0
#include "engine/store/store_workers.hpp"

#include "tests/unit/engine/store/store_fixture.hpp"

#include <algorithm>
#include <atomic>
#include <future>
#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

using namespace jamhall;
using namespace jamhall::store;

TEST_CASE("Jobs run in order on one other thread and hand over what they made")
{
    job_worker worker{"test", 100};
    std::vector<int> order;
    std::promise<std::optional<std::thread::id>> ran_on;
    for (int i = 0; i < 10; ++i)
        REQUIRE(worker.submit([&order, i] { order.push_back(i); }, [](std::exception_ptr) {}));
    REQUIRE(worker.submit([] { return std::this_thread::get_id(); },
                          [&](std::exception_ptr failed, std::optional<std::thread::id> made) {
                              ran_on.set_value(failed ? std::nullopt : made);
                          }));
    CHECK(ran_on.get_future().get().value() != std::this_thread::get_id());
    worker.stop();
    CHECK(order == std::vector{0, 1, 2, 3, 4, 5, 6, 7, 8, 9});
}

TEST_CASE("A job that throws hands over what went wrong, and the worker goes on")
{
    job_worker worker{"test", 100};
    std::promise<std::pair<std::string, bool>> told;
    REQUIRE(worker.submit(
        []() -> int {
            throw store_error{store_fault::full, "no room"};
        },
        [&](std::exception_ptr failed, std::optional<int> made) {
            told.set_value({sentence_of([&] { std::rethrow_exception(failed); }), made.has_value()});
        }));
    CHECK(told.get_future().get() == std::pair{std::string{"no room"}, false});
    std::promise<void> next;
    REQUIRE(worker.submit([] {}, [&](std::exception_ptr) { next.set_value(); }));
    next.get_future().get();
}

TEST_CASE("A full queue refuses, and stopping does what is queued but takes nothing more")
{
    job_worker worker{"test", 2};
    std::promise<void> started;
    std::promise<void> may_go_on;
    int done = 0;
    REQUIRE(worker.submit(
        [&] {
            started.set_value();
            may_go_on.get_future().get();
        },
        [&](std::exception_ptr) { ++done; }));
    started.get_future().get();
    CHECK(worker.submit([] {}, [&](std::exception_ptr) { ++done; }));
    CHECK(worker.submit([] {}, [&](std::exception_ptr) { ++done; }));
    CHECK(worker.queued() == 2);
    CHECK_FALSE(worker.submit([] {}, [&](std::exception_ptr) { ++done; }));
    may_go_on.set_value();
    worker.stop();
    CHECK(done == 3);
    CHECK_FALSE(worker.submit([] {}, [&](std::exception_ptr) { ++done; }));
}

TEST_CASE(
    "When the store ends, what is queued to be written is written, and nobody waits for what was to be read")
{
    store_workers workers;
    std::atomic<int> written = 0;
    std::atomic<int> read = 0;
    std::vector<std::weak_ptr<int>> held;
    std::vector<std::jthread> openers;
    for (auto* worker : {&workers.writer, &workers.reader, &workers.background}) {
        auto& count = worker == &workers.writer ? written : read;
        std::promise<void> started;
        auto may_go_on = std::make_shared<std::promise<void>>();
        REQUIRE(worker->submit(
            [&started, go_on = may_go_on->get_future().share()] {
                started.set_value();
                go_on.get();
            },
            [](std::exception_ptr) {}));
        started.get_future().get();
        for (int i = 0; i < 100; ++i) {
            auto what = std::make_shared<int>(i);
            held.emplace_back(what);
            REQUIRE(worker->submit([&count] { ++count; }, [what = std::move(what)](std::exception_ptr) {}));
        }
        // A reader at work goes on only once its queue is let go of.
        const bool waits = worker != &workers.writer;
        openers.emplace_back([worker, waits, may_go_on] {
            while (waits && worker->queued() > 0)
                std::this_thread::yield();
            may_go_on->set_value();
        });
    }
    workers.stop();
    CHECK(written == 100);
    CHECK(read == 0);
    CHECK(std::ranges::all_of(held, [](const auto& each) { return each.expired(); }));
    CHECK_FALSE(workers.reader.submit([] {}, [](std::exception_ptr) {}));
}

TEST_CASE("The write-ahead log is moved into the file beside the writer and begins anew")
{
    const temporary_folder folder;
    store_workers workers;
    const std::string long_text(20'000, 'x');
    std::uintmax_t largest = 0;
    constexpr std::uint64_t batches = 120;
    {
        auto writer = jam_store::create(folder / "a.jam", &workers);
        for (std::uint64_t n = 0; n < batches; ++n) {
            append_batch batch;
            for (std::uint64_t i = 1; i <= 50; ++i)
                batch.events.push_back(
                    event_of(n * 50 + i, "post_added", 1, {text_of("/text", 1, long_text)}));
            // The writer stands still only where the mover is at work, as a busy one would by chance.
            writer.append(batch);
            std::promise<void> moved;
            REQUIRE(workers.checkpoints.submit([] {}, [&](std::exception_ptr) { moved.set_value(); }));
            moved.get_future().get();
            largest = std::max(largest, std::filesystem::file_size(folder / "a.jam-wal"));
        }
        CHECK(jam_reader{folder / "a.jam"}.head() == writer.head());
    }
    workers.stop();
    // 120 MB of text went through a log of a few times 16 MB.
    CHECK(std::filesystem::file_size(folder / "a.jam") > 100'000'000);
    CHECK(largest < 40'000'000);
}
