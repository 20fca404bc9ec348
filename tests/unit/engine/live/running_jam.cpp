// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/engine/live/running_jam.hpp"

#include "engine/clock/real_time.hpp"
#include "engine/codec/command_in.hpp"

#include <catch2/catch.hpp>

namespace jamhall::test {

running_jam::running_jam(const sessions::plan& planned, adjustment adjust) : adjust_{std::move(adjust)}
{
    open(true);
    const live::caller hall{sessions::actor_kind::hall, {}};
    std::optional<live::answer> made;
    core_->submit(live::asked_command{hall,
                                      sessions::command{sessions::create_jam{
                                          "jam"_slug, std::make_shared<const sessions::plan>(planned), 99}},
                                      {},
                                      false,
                                      [&](const live::answer& given) { made = given; }});
    settle([&] { return made.has_value(); });
    REQUIRE(made->has_value());
    for (const auto& happened : opened(planned))
        if (const auto* added = std::get_if<sessions::person_added>(&happened.body))
            core_->submit(live::asked_command{
                hall, sessions::command{sessions::put_person{{}, added->entry}}, {}, false, {}});
    settle([&] { return core_->state().people.size() == cast_size; });
    rest();
}

running_jam::~running_jam()
{
    if (storing_)
        storing_->stop();
}

void running_jam::open(bool is_new)
{
    storing_ = std::make_unique<store::store_workers>();
    on_ = std::make_unique<live::workers>(1);
    auto kept = is_new ? store::jam_store::create(file(), storing_.get())
                       : store::jam_store::open(file(), storing_.get());
    live::jam_setting setting{
        .on = *on_, .storing = *storing_, .number = 1, .epoch = "epoch", .key = nullptr};
    if (adjust_)
        adjust_(setting);
    core_ = std::make_shared<live::jam_core>(setting, "jam"_slug, std::move(kept));
    std::optional<live::loaded_jam> loaded;
    if (!is_new) {
        store::jam_reader reader{file()};
        loaded = live::load_jam(reader);
    }
    core_->start(std::move(loaded));
}

void running_jam::reopen()
{
    storing_->stop();
    core_.reset();
    on_.reset();
    storing_.reset();
    open(false);
    rest();
}

void running_jam::rest()
{
    const auto is_idle = std::make_shared<bool>(false);
    core_->post([is_idle](live::jam_core& core) { core.when_idle([is_idle] { *is_idle = true; }); });
    settle([&] { return *is_idle; });
}

void running_jam::settle(const std::function<bool()>& holds)
{
    const auto deadline = clock::monotonic_now() + std::chrono::seconds{20};
    while (!holds()) {
        on_->at(0).loop.run_one_for(std::chrono::milliseconds{50});
        if (clock::monotonic_now() > deadline)
            FAIL("the jam did not settle");
    }
}

live::answer running_jam::ask(sessions::person_id who, const sessions::command& what, std::string_view key)
{
    std::optional<live::answer> got;
    live::asked_command asked{
        {sessions::actor_kind::person, who}, what, {}, false, [&](const live::answer& given) {
            got = given;
        }};
    if (!key.empty())
        asked.key = codec::retry_key{std::string{key}, base::sha256_of(sessions::name_of(what))};
    core_->submit(std::move(asked));
    settle([&] { return got.has_value(); });
    return *got;
}

live::attendee running_jam::enter(sessions::person_id who)
{
    const live::attendee socket{std::make_shared<line>(), 0, {sessions::actor_kind::person, who}};
    core_->attach(socket);
    await_frame(socket, "hello");
    settle([&] { return core_->state().at(who).has_entered; });
    return socket;
}

void running_jam::send(const live::attendee& from, std::string_view text)
{
    core_->take(from, codec::decode_frame(text, {}));
}

std::vector<std::string> running_jam::frames_of(const live::attendee& at, std::string_view type)
{
    const auto begins = R"({"type":")" + std::string{type} + '"';
    std::vector<std::string> found;
    for (const auto& text : static_cast<const line&>(*at.line).texts())
        if (text.starts_with(begins))
            found.push_back(text);
    return found;
}

std::string running_jam::await_frame(const live::attendee& at, std::string_view type, std::size_t count)
{
    settle([&] { return frames_of(at, type).size() >= count; });
    return frames_of(at, type).back();
}

sessions::plan plan_for_now(sessions::ballot_switch ballot, sessions::tallies_switch tallies)
{
    const auto set = [&](sessions::switches& s) {
        s.ballot = ballot;
        s.tallies = tallies;
    };
    return a_plan{}
        .starts_at(clock::now())
        .phase("ideas"_slug, sessions::phase_kind::ideate, hours{1}, set)
        .policy([](sessions::policies& p) {
            p.limits = {std::nullopt, std::nullopt, std::nullopt};
        })
        .build();
}

}  // namespace jamhall::test
