// SPDX-License-Identifier: Apache-2.0
#include "engine/mail/post_office.hpp"

#include "engine/clock/real_time.hpp"
#include "engine/store/hall_store.hpp"
#include "tests/unit/engine/store/store_fixture.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>

using namespace jamhall;
using namespace std::chrono_literals;

namespace {

mail::mail_settings nowhere()
{
    mail::mail_settings made;
    made.url = "smtp://127.0.0.1:1";
    return made;
}

/// An outbox with one mail in it, and a mail server that is not there.
struct outbox {
    store::temporary_folder folder;
    store::hall_store kept{folder / "hall.db"};
    store::job_worker writer{"test write", 64};
    std::mutex guard;
    std::condition_variable changed;
    int written = 0;
    mail::post_office post{nowhere(), kept.mail(), writer};

    outbox()
    {
        store::queued_mail waiting;
        waiting.kind = store::mail_kind::test;
        waiting.recipient = "ada@council.example";
        waiting.due_at = clock::now();
        waiting.expires_at = waiting.due_at + sessions::duration{60'000};
        kept.mail().queue(waiting);
    }
    ~outbox()
    {
        post.close();
        writer.stop();
    }
    outbox(const outbox&) = delete;
    outbox& operator=(const outbox&) = delete;

    void fail_to_store()
    {
        auto on = store::database::open(folder / "hall.db", store::access::write);
        for (const std::string change : {"UPDATE", "DELETE"})
            on.execute("CREATE TRIGGER fails_" + change + " BEFORE " + change +
                       " ON queued_mail BEGIN SELECT raise(FAIL, 'full'); END");
    }

    void open(std::optional<mail::letter> letter)
    {
        post.open([this, letter](const store::queued_mail&, mail::post_office::give_letter give) {
            {
                const std::lock_guard lock{guard};
                ++written;
            }
            changed.notify_all();
            give(letter);
        });
    }

    /// Whether the letter was written so often in time.
    bool is_written(int times, std::chrono::milliseconds time)
    {
        std::unique_lock lock{guard};
        return changed.wait_for(lock, time, [&] { return written >= times; });
    }
};

const mail::letter some_letter{"ada@council.example", "A subject", "Text", "<p>Text</p>"};

}  // namespace

TEST_CASE("post office: a mail whose fate cannot be stored is not written again at once", "[mail]")
{
    outbox box;
    box.fail_to_store();
    SECTION("one that was tried")
    {
        box.open(some_letter);
    }
    SECTION("one that is not to be sent any more")
    {
        box.open(std::nullopt);
    }
    CHECK(box.is_written(1, 10s));
    CHECK_FALSE(box.is_written(2, 1s));
    box.post.wake();  // nothing but closing ends the wait
    CHECK_FALSE(box.is_written(2, 300ms));
    const auto began = std::chrono::steady_clock::now();
    box.post.close();
    CHECK(std::chrono::steady_clock::now() - began < 5s);
}

TEST_CASE("post office: one that is not to be sent any more leaves the outbox", "[mail]")
{
    outbox box;
    box.open(std::nullopt);
    CHECK(box.is_written(1, 10s));
    CHECK_FALSE(box.is_written(2, 300ms));
    box.post.close();
    CHECK(box.kept.mail().queued_count() == 0);
}
