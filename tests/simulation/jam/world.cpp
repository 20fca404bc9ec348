// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/jam/world.hpp"

#include "engine/base/log.hpp"
#include "engine/clock/real_time.hpp"
#include "sessions/model/jam_state.hpp"
#include "sessions/rules/plan_check.hpp"
#include "tests/simulation/jam/machine.hpp"
#include "tests/support/sessions/builders.hpp"

#include <unistd.h>

#include <algorithm>
#include <memory>

namespace jamhall::simulated {
namespace {

using namespace sessions;

constexpr std::int64_t calm_ms = 60'000;
constexpr std::size_t steps_per_turn = 400;
constexpr std::size_t busy_turns_max = 1'000;

store::identity address_of(std::uint32_t person)
{
    store::identity made;
    made.person = {person};
    made.email = "person" + std::to_string(person) + "@example.org";
    return made;
}

/// A folder for the few small files that are not SQLite's; removed at the end.
class folder {
public:
    folder()
    {
        const std::filesystem::path memory{"/dev/shm"};
        auto name = (std::filesystem::exists(memory) ? memory : std::filesystem::temp_directory_path()) /
                    "jamhall-simulation-XXXXXX";
        std::string written = name.string();
        path_ = ::mkdtemp(written.data()) != nullptr ? written : std::string{};
        ensure(!path_.empty(), "a temporary folder can be made");
        std::filesystem::create_directory(jam_file().parent_path());
    }
    folder(const folder&) = delete;
    folder& operator=(const folder&) = delete;
    ~folder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    /// Lists of erasures and signed heads stand beside its folder.
    std::filesystem::path jam_file() const { return path_ / "jams" / "jam.jam"; }

private:
    std::filesystem::path path_;
};

class world {
public:
    world(std::uint64_t seed, planted fault) : chance_{seed * 0x9E3779B97F4A7C15U + 1}
    {
        auto& m = the_machine();
        m = {};
        m.random = test::random_source{seed};
        m.wall_ns = (test::start.ms - 90'000) * 1'000'000;
        planted_ = fault;
        disk_.forgets_wal_syncs = fault == planted::forgotten_sync;
        has_disk_faults_ = chance_.one_in(2);
        has_kills_ = !chance_.one_in(4);
        has_clock_faults_ = chance_.one_in(2);
        length_ms_ = static_cast<std::int64_t>(2 + chance_.below(8)) * 60'000;
    }

    run_result run()
    {
        const auto began = the_machine().now_ms();
        try {
            make_jam();
            planted_now() = planted_;
            while (!watching_.fault() && the_machine().now_ms() < began + length_ms_)
                turn();
            if (!watching_.fault())
                come_right();
        } catch (const std::exception& error) {
            watching_.broken(std::string{"an exception got out: "} + error.what());
        }
        served_.reset();
        planted_now() = planted::nothing;
        run_result made;
        made.fault = watching_.fault();
        made.trace = watching_.trace();
        made.events = watching_.state().last_offset.value;
        made.kills = kills_;
        made.disk_faults = disk_.faults_met();
        made.simulated_ms = the_machine().now_ms() - began;
        made.erasures = watching_.erasures_checked;
        made.kinds_after_snapshot = watching_.kinds_after_snapshot;
        return made;
    }

private:
    /// Phases so short that several bells ring in a run.
    plan short_plan()
    {
        auto planned = test::random_plan(chance_);
        instant begins = planned.starts_at;
        for (auto& each : planned.agenda) {
            const duration lasts = std::chrono::minutes{1 + chance_.below(5)};
            begins = begins + lasts;
            if (std::holds_alternative<duration>(each.end))
                each.end = lasts;
            else
                each.end = begins;
        }
        if (chance_.one_in(3))
            planned.policy.limits.commands_per_minute = 12;
        ensure(check_plan(planned).empty(), "the plan is sound");
        return planned;
    }

    void make_jam()
    {
        const auto planned = short_plan();
        const auto what = std::make_shared<const plan>(planned);
        ensure(served_->start(true), "a jam can be made");
        const live::caller hall{actor_kind::hall, {}};
        served_->runner().tell(hall, command{create_jam{*slug::parse("jam"), what, chance_.next() >> 11U}});
        for (const auto& happened : test::opened(planned))
            if (const auto* added = std::get_if<person_added>(&happened.body))
                served_->runner().tell(hall, command{put_person{{}, added->entry}});
        const auto more = chance_.one_in(12) ? chance_.below(190) : chance_.below(12);
        for (std::size_t i = 0; i < more; ++i)
            served_->runner().tell(hall,
                                   command{put_person{{}, test::entry_of("Person " + std::to_string(i))}});
        const auto people = test::cast_size + more;
        for (std::size_t i = 0; i < 10'000 && watching_.state().people.size() < people; ++i)
            work();
        ensure(watching_.state().people.size() == people, "the jam has its people");
        served_->core().submit(live::job{[people](live::batch& into) {
            for (std::uint32_t i = 1; i <= people; ++i)
                into.to_store.identities.push_back(address_of(i));
        }});
        for (std::uint32_t i = 1; i <= people; ++i)
            served_->core().people().put(address_of(i));
        crowd::wishes wanted;
        wanted.between_acts_ms = static_cast<std::int64_t>(200 + chance_.below(2'000));
        wanted.cuts_one_in = chance_.any_of({20, 60, 1'000});
        wanted.bursts = planned.policy.limits.commands_per_minute == 12;
        crowd_ = std::make_unique<crowd>(watching_, chance_, wanted);
        crowd_->arrive(people);
    }

    /// Runs what is ready, in an order of chance, now and then not all of it.
    void work()
    {
        busy_turns_ = served_->is_up() ? busy_turns_ + 1 : 0;
        for (std::size_t i = 0; i < steps_per_turn && served_->is_up() && !watching_.fault(); ++i) {
            if (!served_->step(chance_, [this] { watching_.look(); })) {
                busy_turns_ = 0;
                break;
            }
            if (disk_.is_frozen())
                return die();
            if (!is_calm_ && chance_.one_in(40))
                break;
        }
        if (busy_turns_ > busy_turns_max)
            watching_.broken("the server never comes to rest");
        if (served_->is_up() && served_->has_stopped())
            end_well();
        the_machine().pass(is_calm_ ? 1 : 1 + static_cast<std::int64_t>(chance_.below(8)));
    }

    void turn()
    {
        if (!is_calm_)
            go_wrong();
        if (!served_->is_up() && the_machine().now_ms() >= up_at_)
            come_up();
        crowd_->pump(served_->is_up() ? served_.get() : nullptr);
        work();
        const auto idle = std::clamp<std::int64_t>(crowd_->next_at() - the_machine().now_ms(), 0, 500);
        the_machine().pass(idle);
        mind_the_store();
    }

    void go_wrong()
    {
        if (has_kills_ && served_->is_up() && chance_.one_in(4'000))
            return die();
        if (has_kills_ && served_->is_up() && chance_.one_in(4'000))
            disk_.plan_fault(1 + chance_.below(40), disk::fault::freeze);
        if (served_->is_up() && chance_.one_in(12'000) && !is_stopping_) {
            is_stopping_ = true;
            served_->stop();
        }
        if (has_disk_faults_ && chance_.one_in(1'500))
            disk_.plan_fault(1 + chance_.below(20),
                             chance_.any_of({disk::fault::refused, disk::fault::half, disk::fault::done_yet,
                                             disk::fault::full}));
        if (has_disk_faults_ && chance_.one_in(3'000))
            disk_.plan_read_fault(1 + chance_.below(20));
        if (has_disk_faults_ && chance_.one_in(6'000))
            disk_.set_room(chance_.one_in(2) ? disk_.used() + chance_.below(50'000) : SIZE_MAX);
        if (has_clock_faults_ && chance_.one_in(2'500))
            the_machine().wall_ns +=
                (static_cast<std::int64_t>(chance_.below(420'000)) - 240'000) * 1'000'000;
        if (has_clock_faults_ && chance_.one_in(2'500))
            the_machine().pass(static_cast<std::int64_t>(chance_.below(90'000)));  // stopped, as by SIGSTOP
    }

    /// kill -9, or the power.
    void die()
    {
        ++kills_;
        watching_.let_go();
        served_->kill();
        if (crowd_)
            crowd_->lose_everything();
        const bool power = chance_.one_in(2);
        watching_.note(power ? "power" : "kill");
        disk_.thaw(power, chance_);
        is_stopping_ = false;
        up_at_ = the_machine().now_ms() + 100 + static_cast<std::int64_t>(chance_.below(20'000));
    }

    void end_well()
    {
        watching_.let_go();
        served_->end();
        if (disk_.is_frozen())
            return die();
        crowd_->lose_everything();
        is_stopping_ = false;
        up_at_ = the_machine().now_ms() + 500;
    }

    void come_up()
    {
        if (!served_->start(false)) {
            if (disk_.is_frozen())
                return die();
            up_at_ = the_machine().now_ms() + 1'000;
            return;
        }
        if (disk_.is_frozen())
            return die();
        watching_.restarted();
        unwell_since_ = 0;
    }

    /// What a service manager does: a server that cannot store for half a minute is started anew.
    void mind_the_store()
    {
        if (!served_->is_up() || served_->core().is_storing_well()) {
            unwell_since_ = 0;
            return;
        }
        if (unwell_since_ == 0)
            unwell_since_ = the_machine().now_ms();
        if (the_machine().now_ms() > unwell_since_ + 30'000)
            die();
    }

    /// Liveness: without faults, a minute is enough.
    void come_right()
    {
        is_calm_ = true;
        crowd_->calm_down();
        disk_.plan_fault(0, disk::fault::refused);
        disk_.plan_read_fault(0);
        disk_.set_room(SIZE_MAX);
        const auto began = the_machine().now_ms();
        up_at_ = std::min(up_at_, began + 1'000);
        std::optional<std::string> missing;
        while (!watching_.fault() && the_machine().now_ms() < began + calm_ms) {
            turn();
            missing = served_->is_up() ? crowd_->why_not_settled() : "the server is down";
            if (!missing && the_machine().now_ms() > began + 8'000)
                break;
        }
        if (watching_.fault())
            return;
        if (missing)
            return watching_.broken("a minute after the last fault " + *missing);
        crowd_->check_feeds();
        watching_.check_end(served_->core().state(), served_->key());
    }

    test::random_source chance_;
    folder folder_;
    disk disk_;
    oracle watching_{disk_, folder_.jam_file()};
    std::unique_ptr<server> served_ =
        std::make_unique<server>(disk_, folder_.jam_file(), 1 + chance_.below(3));
    std::unique_ptr<crowd> crowd_;
    planted planted_ = planted::nothing;
    std::int64_t length_ms_ = 0;
    std::int64_t up_at_ = 0;
    std::int64_t unwell_since_ = 0;
    std::uint64_t kills_ = 0;
    std::size_t busy_turns_ = 0;
    bool has_disk_faults_ = false;
    bool has_kills_ = false;
    bool has_clock_faults_ = false;
    bool is_calm_ = false;
    bool is_stopping_ = false;
};

}  // namespace

run_result run_seed(std::uint64_t seed, planted fault)
{
    base::set_log_level(base::log_level::error);
    return world{seed, fault}.run();
}

}  // namespace jamhall::simulated
