// SPDX-License-Identifier: Apache-2.0
#include "engine/live/jam_runner.hpp"

#include "engine/clock/real_time.hpp"
#include "engine/identity/stored.hpp"
#include "engine/live/jam_core.hpp"
#include "sessions/rules/permissions.hpp"
#include "sessions/views/visibility.hpp"

#include <chrono>
#include <memory>
#include <utility>
#include <vector>

namespace jamhall::live {
namespace {

using sessions::action;
using sessions::reject_code;

/// Until somebody may ask again for what is being put together for them.
constexpr std::chrono::seconds collecting_takes{5};

std::optional<sessions::rejection> why_no_socket(const jam_core& core, const caller& by)
{
    const auto& state = core.state();
    if (state.stage == sessions::jam_stage::cancelled)
        return sessions::refuse(reject_code::jam_over, "", "This jam was cancelled.");
    const auto most = state.what->policy.limits.connections_per_person;
    if (by.person && most && core.seats().socket_count(by.person) >= static_cast<std::size_t>(*most))
        return sessions::refuse(
            reject_code::rate_limited, "",
            "This jam is open in too many windows under your name. Close one and try again.");
    return std::nullopt;
}

standing standing_in(const jam_core& core, const caller& by)
{
    const auto& state = core.state();
    const sessions::context who{state.last_at, by.kind, by.person};
    standing s;
    s.by = by;
    s.reads = sessions::may(state, who, action::read);
    s.manages = sessions::may(state, who, action::manage);
    s.exports = sessions::may(state, who, action::export_data);
    s.keeps_records = sessions::may(state, who, action::keep_records);
    s.is_closed = state.stage == sessions::jam_stage::closed;
    s.text_max = static_cast<std::size_t>(state.what->policy.text_max);
    s.no_socket = why_no_socket(core, by);
    return s;
}

}  // namespace

void post_to(const std::shared_ptr<jam_core>& core, std::function<void(jam_core&)> work)
{
    core->post([work = std::move(work)](jam_core& there) { work(there); });
}

void when_idle(jam_core& core, std::function<void(const sessions::jam_state&)> question,
               failure_handler failed)
{
    core.when_idle([&core, question = std::move(question)] { question(core.state()); }, std::move(failed));
}

jam_runner::jam_runner(std::shared_ptr<jam_core> core)
    : core_{std::move(core)}, arrived_(core_->on().size()), id_{core_->id()}, number_{core_->number()}
{
}

jam_runner::~jam_runner() = default;

bool jam_runner::is_storing_well() const
{
    return core_->is_storing_well();
}

bool jam_runner::is_quarantined() const
{
    return core_->is_quarantined();
}

boost::asio::awaitable<std::optional<caller>> jam_runner::authorise(token_hash token)
{
    using found = std::optional<caller>;
    return ask<found>(core_, [token](jam_core& core, reply_with<found> reply) {
        const auto person = core.people().with_token(token);
        reply(person ? found{caller{sessions::actor_kind::person, *person}} : std::nullopt);
    });
}

boost::asio::awaitable<std::optional<caller>> jam_runner::authorise_code(token_hash code)
{
    using found = std::optional<caller>;
    return ask<found>(core_, [code](jam_core& core, reply_with<found> reply) {
        const auto person = core.people().with_code(code);
        reply(person ? found{caller{sessions::actor_kind::person, *person}} : std::nullopt);
    });
}

boost::asio::awaitable<std::optional<standing>> jam_runner::standing_of(
    std::variant<token_hash, caller> shown)
{
    using found = std::optional<standing>;
    return ask<found>(core_, [shown](jam_core& core, reply_with<found> reply) {
        core.when_idle(
            [&core, shown, reply] {
                const auto* token = std::get_if<token_hash>(&shown);
                const auto person = token ? core.people().with_token(*token) : std::nullopt;
                if (token && !person)
                    return reply(std::nullopt);
                const caller by =
                    token ? caller{sessions::actor_kind::person, *person} : std::get<caller>(shown);
                const auto& state = core.state();
                if (by.person && state.knows(by.person) && !state.at(by.person).has_registered)
                    core.submit(asked_command{
                        by, sessions::command{sessions::register_person{}}, std::nullopt, false, {}});
                reply(standing_in(core, by));
            },
            reply.failing());
    });
}

boost::asio::awaitable<std::vector<sessions::look>> jam_runner::looks()
{
    using found = std::vector<sessions::look>;
    return ask<found>(core_, [](jam_core& core, reply_with<found> reply) { reply(core.seats().looks()); });
}

void jam_runner::attach(attendee who, std::optional<token_hash> shown)
{
    core_->post([who = std::move(who), shown](jam_core& core) { core.attach(who, shown); });
}

void jam_runner::detach(attendee who)
{
    hand_over(who.worker);  // what it sent before it went counts
    core_->post([who = std::move(who)](jam_core& core) { core.detach(who); });
}

void jam_runner::take(attendee who, codec::client_frame received)
{
    auto& gathering = arrived_.at(who.worker).frames;
    if (gathering.empty())
        boost::asio::post(core_->on().at(who.worker).loop,
                          [self = shared_from_this(), worker = who.worker] { self->hand_over(worker); });
    gathering.emplace_back(std::move(who), std::move(received));
}

void jam_runner::hand_over(std::size_t worker)
{
    auto& gathered = arrived_.at(worker).frames;
    if (gathered.empty())
        return;
    core_->post([frames = std::exchange(gathered, {})](jam_core& core) mutable {
        for (auto& [who, received] : frames)
            core.take(who, std::move(received));
    });
}

boost::asio::awaitable<answer> jam_runner::command(caller by, codec::client_frame received)
{
    return ask<answer>(core_, [by, received = std::move(received)](jam_core& core, reply_with<answer> reply) {
        if (!received.asked)
            return reply(received.asked.error());
        asked_command asked{by, sessions::command{}, received.key, false, reply};
        const auto socket_only = [&](const auto&) {
            reply(sessions::refuse(reject_code::bad_field, "do", "This command needs a live connection."));
            return false;
        };
        const auto keep = [&](const auto& what) {
            asked.what = private_change{what};
            return true;
        };
        const bool is_command =
            std::visit(sessions::overloaded{
                           [&](const sessions::command& what) { return asked.what = what, true; },
                           [&](const codec::watch& what) { return socket_only(what); },
                           [&](const codec::unwatch& what) { return socket_only(what); },
                           [&](const codec::saw_posts& what) { return socket_only(what); },
                           [&](const codec::look_at& what) { return socket_only(what); },
                           [&](const codec::follow& what) { return keep(what); },
                           [&](const codec::unfollow& what) { return keep(what); },
                           [&](const codec::mark_read& what) { return keep(what); },
                       },
                       *received.asked);
        if (is_command)
            core.submit(std::move(asked));
    });
}

boost::asio::awaitable<answer> jam_runner::perform(caller by, sessions::command what)
{
    return ask<answer>(core_, [by, what = std::move(what)](jam_core& core, reply_with<answer> reply) {
        core.submit(asked_command{by, what, std::nullopt, false, reply});
    });
}

void jam_runner::tell(caller by, sessions::command what)
{
    core_->post([by, what = std::move(what)](jam_core& core) {
        core.submit(asked_command{by, what, std::nullopt, false, {}});
    });
}

boost::asio::awaitable<sessions::outcome<std::string>> jam_runner::page(
    std::string name, std::function<sessions::outcome<std::string>(const sessions::jam_state&)> make)
{
    using text = sessions::outcome<std::string>;
    return ask<text>(
        core_, [name = std::move(name), make = std::move(make)](jam_core& core, reply_with<text> reply) {
            core.when_idle(
                [&core, name, make, reply] {
                    const auto& state = core.state();
                    if (!sessions::pages_are_shared(state))
                        return reply(make(state));
                    reply(core.pages().of(name, state.last_offset, std::chrono::steady_clock::now(),
                                          [&] { return make(state); }));
                },
                reply.failing());
        });
}

boost::asio::awaitable<sessions::outcome<std::vector<sessions::post_id>>> jam_runner::search(
    std::string query, std::size_t limit)
{
    using posts = std::vector<sessions::post_id>;
    return ask<sessions::outcome<posts>>(
        core_, [query = std::move(query), limit](jam_core& core, reply_with<sessions::outcome<posts>> reply) {
            core.read_file<posts>(
                [query, limit](store::jam_reader& reader) { return reader.search(query, limit); },
                [reply](std::optional<posts> found) {
                    if (found)
                        return reply(std::move(*found));
                    reply(sessions::refuse(reject_code::storage_failed, "",
                                           "Searching did not work just now. Please try again."));
                });
        });
}

boost::asio::awaitable<jam_runner::private_state> jam_runner::private_state_of(sessions::person_id person)
{
    return ask<private_state>(core_, [person](jam_core& core, reply_with<private_state> reply) {
        core.read_file<private_state>(
            [person](store::jam_reader& reader) {
                private_state kept;
                kept.follows = reader.follows_of(person);
                for (auto& mark : reader.read_marks_of(person))
                    kept.read.emplace_back(std::move(mark.feed), mark.offset.value);
                return kept;
            },
            [reply](std::optional<private_state> kept) { reply(std::move(kept).value_or(private_state{})); });
    });
}

boost::asio::awaitable<std::vector<identity_view>> jam_runner::identities(sessions::person_id after,
                                                                          std::size_t limit)
{
    using views = std::vector<identity_view>;
    return ask<views>(core_, [after, limit](jam_core& core, reply_with<views> reply) {
        core.when_idle(
            [&core, after, limit, reply] {
                views seen;
                const auto count = static_cast<std::uint32_t>(core.state().people.size());
                for (sessions::person_id person{after.value + 1};
                     person.value <= count && seen.size() < limit; ++person.value)
                    seen.push_back({person, std::string{core.people().email_of(person)},
                                    core.people().has_token(person)});
                reply(std::move(seen));
            },
            reply.failing());
    });
}

boost::asio::awaitable<std::vector<sessions::post_version_row>> jam_runner::post_versions()
{
    const auto read = std::make_shared<std::vector<sessions::post_version_row>>();
    identity::stored_job reading = [read, file = core_->file()] {
        store::jam_reader reader{file};
        *read = reader.post_versions();
    };
    co_await identity::stored(core_->storing().background, std::move(reading));
    co_return std::move(*read);
}

boost::asio::awaitable<std::vector<sessions::post_id>> jam_runner::seen_by(sessions::person_id person)
{
    using posts = std::vector<sessions::post_id>;
    return ask<posts>(core_, [person](jam_core& core, reply_with<posts> reply) {
        core.when_idle([&core, person, reply] { reply(core.exposure().seen_by(person)); }, reply.failing());
    });
}

boost::asio::awaitable<sessions::outcome<std::string>> jam_runner::data_of(sessions::person_id person)
{
    const auto turn = collected_.begin(person);
    if (!turn) {
        auto refused = sessions::refuse(
            reject_code::rate_limited, "",
            "What is kept about you is being put together already. Please try again in a moment.");
        refused.retry_after = collecting_takes;
        co_return refused;
    }
    const auto made = std::make_shared<std::string>();
    identity::stored_job reading = [made, person, file = core_->file()] {
        store::jam_reader reader{file};
        *made = reader.data_of(person);
    };
    co_await identity::stored(core_->storing().background, std::move(reading));
    co_return std::move(*made);
}

boost::asio::awaitable<std::vector<store::text_count>> jam_runner::texts_named(
    std::vector<sessions::erased> by)
{
    const auto found = std::make_shared<std::vector<store::text_count>>();
    identity::stored_job reading = [found, by = std::move(by), file = core_->file()] {
        store::jam_reader reader{file};
        *found = reader.texts_named(by);
    };
    co_await identity::stored(core_->storing().background, std::move(reading));
    co_return std::move(*found);
}

boost::asio::awaitable<std::vector<store::kept_record>> jam_runner::records(std::size_t limit)
{
    const auto found = std::make_shared<std::vector<store::kept_record>>();
    identity::stored_job reading = [found, limit, file = core_->file()] {
        store::jam_reader reader{file};
        *found = reader.records(limit);
    };
    co_await identity::stored(core_->storing().background, std::move(reading));
    co_return std::move(*found);
}

boost::asio::awaitable<void> jam_runner::stop()
{
    const auto stop_there = [](jam_core& core, reply_with<bool> reply) {
        core.stop([&core, reply] {
            core.seats().for_each(
                [&core](const attendee& who) { core.hang_up(who, close_code::restarting); });
            reply(true);
        });
    };
    const bool stopped = co_await ask<bool>(core_, stop_there);
    static_cast<void>(stopped);
}

void jam_runner::abandon()
{
    core_->abandon();
}

}  // namespace jamhall::live
