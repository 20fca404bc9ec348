// SPDX-License-Identifier: Apache-2.0
#include "engine/live/hall.hpp"

#include "engine/base/log.hpp"
#include "engine/base/random.hpp"
#include "engine/clock/real_time.hpp"
#include "engine/identity/stored.hpp"
#include "engine/identity/tokens.hpp"
#include "engine/live/erasure_replay.hpp"
#include "engine/live/jam_core.hpp"
#include "engine/live/people_register.hpp"

#include <algorithm>
#include <mutex>
#include <stdexcept>

namespace jamhall::live {
namespace {

constexpr int same_titles_max = 10'000;

sessions::slug numbered(const sessions::slug& stem, int number)
{
    if (number == 1)
        return stem;
    const auto tail = "-" + std::to_string(number);
    const auto head = stem.view().substr(0, sessions::slug::size_max - tail.size());
    return sessions::slug::parse(std::string{head} + tail).value();
}

/// A fresh file for a jam of this name: with a number behind it when the name is taken, or was given away since the
/// start. A file is taken by its first event only, so that one left without any can be used after a restart.
std::pair<sessions::slug, store::jam_store> create_file(const store::data_folder& folder,
                                                        store::store_workers& storing,
                                                        const sessions::slug& stem,
                                                        std::vector<sessions::slug>& given)
{
    for (int number = 1; number <= same_titles_max; ++number) {
        const auto id = numbered(stem, number);
        if (std::ranges::find(given, id) != given.end())
            continue;
        try {
            auto made =
                store::jam_store::create(folder.jam_file(store::data_folder::file_name_of(id)), &storing);
            given.push_back(id);
            return {id, std::move(made)};
        } catch (const store::store_error& error) {
            if (error.fault() != store::store_fault::conflict)
                throw;
        }
    }
    throw store::store_error{store::store_fault::conflict, "Too many jams have this title."};
}

/// A jam whose file takes nothing just now keeps nobody out of the others.
boost::asio::awaitable<sessions::outcome<sessions::person_id>> admit_to(std::shared_ptr<jam_runner> runner,
                                                                        arrival who)
{
    try {
        co_return co_await runner->admit(std::move(who));
    } catch (const store::store_error&) {
        co_return storage_failed();
    }
}

}  // namespace

sessions::slug slug_of_title(std::string_view title)
{
    std::string made;
    for (char c : title) {
        const bool is_upper = c >= 'A' && c <= 'Z';
        const bool is_plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (is_upper || is_plain)
            made += is_upper ? static_cast<char>(c - 'A' + 'a') : c;
        else if (!made.empty() && made.back() != '-')
            made += '-';
        if (made.size() == sessions::slug::size_max)
            break;
    }
    while (!made.empty() && made.back() == '-')
        made.pop_back();
    return sessions::slug::parse(made).value_or(*sessions::slug::parse("jam"));
}

hall::hall(std::filesystem::path folder, workers& on, std::chrono::milliseconds retention_hesitates)
    : on_{on},
      retention_hesitates_{retention_hesitates},
      folder_{std::move(folder)},
      file_{folder_.hall_file()},
      key_{std::make_shared<const store::hall_key>(folder_.hall_key_file())},
      storing_{std::make_unique<store::store_workers>()},
      roles_{std::make_unique<identity::hall_roles>(file_, storing_->writer)},
      join_codes_{std::make_unique<identity::join_codes>(file_, storing_->writer)}
{
    if (const auto known = file_.admin_token_hash())
        admin_token_ = *known;
    else
        make_admin_token();
    for (const auto& listed : file_.jams())
        open_jam(listed);
}

hall::~hall()
{
    storing_->stop();
    for (const auto& runner : jams_)
        runner->abandon();
}

void hall::make_admin_token()
{
    admin_token_ = identity::write_admin_token(folder_.admin_token_file());
    file_.set_admin_token_hash(admin_token_);
}

void hall::open_jam(const store::hall_jam& listed)
{
    try {
        const auto path = folder_.jam_file(listed.file);
        auto file = store::jam_store::open(path, storing_.get());
        // What was erased since a backup was made is erased from it before anybody sees it.
        const auto list = store::erasure_list_of(path);
        if (file.is_copy())
            apply_erasures(file, list);
        else if (is_behind_list(path, list))
            apply_erasures(file, list, on_hold::wait);
        file.list_erasures_in(store::erasure_list_of(path));
        auto epoch = file.epoch();
        auto core = std::make_shared<jam_core>(setting_of(take_number(), std::move(epoch)), listed.id,
                                               std::move(file));
        store::jam_reader reader{folder_.jam_file(listed.file)};
        auto loaded = load_jam(reader);
        if (!loaded.state.what)
            return;  // the server ended between making the file and its first event
        core->start(std::move(loaded));
        add(std::make_shared<jam_runner>(std::move(core)), listed.rehearses);
    } catch (const std::exception& error) {
        damaged_.push_back({listed.id, error.what()});
        base::log(base::log_level::error, "a jam cannot be opened",
                  {{"jam", listed.id.view()}, {"why", error.what()}});
    }
}

void hall::add(std::shared_ptr<jam_runner> runner, const std::optional<sessions::slug>& rehearses)
{
    const std::unique_lock held{guard_};
    if (rehearses)
        rehearsals_.emplace_back(*rehearses, runner);
    jams_.push_back(std::move(runner));
}

std::vector<std::shared_ptr<jam_runner>> hall::rehearsals_of(const sessions::slug& jam) const
{
    const std::shared_lock held{guard_};
    std::vector<std::shared_ptr<jam_runner>> found;
    for (const auto& [of, runner] : rehearsals_)
        if (of == jam)
            found.push_back(runner);
    return found;
}

std::shared_ptr<jam_runner> hall::find(std::string_view jam) const
{
    const std::shared_lock held{guard_};
    const auto found =
        std::ranges::find_if(jams_, [&](const auto& runner) { return runner->id().view() == jam; });
    return found == jams_.end() ? nullptr : *found;
}

std::vector<std::shared_ptr<jam_runner>> hall::jams() const
{
    auto whole = all_jams();
    std::erase_if(whole, [](const auto& runner) { return runner->is_quarantined(); });
    return whole;
}

std::vector<std::shared_ptr<jam_runner>> hall::all_jams() const
{
    const std::shared_lock held{guard_};
    return jams_;
}

bool hall::is_admin(const token_hash& token) const
{
    return base::equal_in_constant_time(token, admin_token_);
}

bool hall::is_ready() const
{
    return !store::has_sync_failed() &&
           std::ranges::all_of(all_jams(), [](const auto& runner) { return runner->is_storing_well(); });
}

std::uint32_t hall::take_number()
{
    const std::unique_lock held{guard_};
    return next_number_++;
}

jam_setting hall::setting_of(std::uint32_t number, std::string epoch)
{
    return {.on = on_,
            .storing = *storing_,
            .home = number % on_.size(),
            .number = number,
            .epoch = std::move(epoch),
            .key = key_,
            .directory = &file_,
            .sign_out_everywhere =
                [this](const auto& jam, const auto& people) {
                    if (erased_)
                        erased_(jam, people);
                },
            .retention_hesitates = retention_hesitates_};
}

boost::asio::awaitable<std::shared_ptr<jam_runner>> hall::create(sessions::plan planned,
                                                                 std::optional<sessions::slug> rehearses)
{
    const auto what = std::make_shared<const sessions::plan>(std::move(planned));
    std::string epoch;
    std::optional<std::pair<sessions::slug, store::jam_store>> file;
    identity::stored_job make_file = [this, &file, &epoch, &what] {
        file.emplace(create_file(folder_, *storing_, slug_of_title(what->title), given_));
        epoch = file->second.epoch();
        file->second.list_erasures_in(store::erasure_list_of(file->second.file()));
    };
    co_await identity::stored(storing_->writer, std::move(make_file));
    const auto id = file->first;
    auto core = std::make_shared<jam_core>(setting_of(take_number(), epoch), id, std::move(file->second));
    core->post([](jam_core& there) { there.start(std::nullopt); });
    auto runner = std::make_shared<jam_runner>(core);
    const sessions::create_jam creation{id, what, base::random_number() >> 11U};
    const caller by_hall{sessions::actor_kind::hall, {}};
    const auto created = co_await runner->perform(by_hall, sessions::command{creation});
    if (!created)
        throw store::store_error{store::store_fault::io, created.error().message};
    identity::stored_job list = [this, id, title = what->title, rehearses] {
        file_.add_jam({id, title, store::data_folder::file_name_of(id), clock::now(), rehearses});
    };
    co_await identity::stored(storing_->writer, std::move(list));
    add(runner, rehearses);
    co_return runner;
}

boost::asio::awaitable<sessions::outcome<identity::proof>> hall::arrive(arrival who,
                                                                        std::optional<sessions::slug> jam)
{
    identity::proof proved;
    proved.email = co_await roles_->held_by(who.email, who.subject);
    auto refused = sessions::refuse(sessions::reject_code::not_allowed, {}, "No jam of this hall knows you.");
    const bool is_known_elsewhere = !who.email.empty() || !who.subject.empty();
    std::optional<sessions::rejection> failed_elsewhere;
    const auto running = jams();
    for (const auto& runner : running) {
        const bool is_wanted = jam && runner->id() == *jam;
        if (!is_wanted && !is_known_elsewhere)
            continue;
        arrival here = who;
        here.may_be_new = who.may_be_new && is_wanted && proved.email.empty();
        const auto person = co_await admit_to(runner, std::move(here));
        if (person)
            proved.people.emplace_back(runner->id(), *person);
        else if (is_wanted)
            refused = person.error();
        else if (person.error().code == sessions::reject_code::storage_failed)
            failed_elsewhere = person.error();
    }
    // A name to be chosen, or a store that failed, is not made up for by other jams.
    const bool may_be_made_up_for =
        refused.code == sessions::reject_code::not_allowed || refused.code == sessions::reject_code::jam_over;
    const bool is_nobody = proved.people.empty() && proved.email.empty();
    // The jam that could not answer may be the one that knows them: what they showed must stay good.
    if (is_nobody && may_be_made_up_for && failed_elsewhere)
        co_return *failed_elsewhere;
    if (is_nobody || !may_be_made_up_for)
        co_return refused;
    co_return proved;
}

boost::asio::awaitable<void> hall::stop_jams()
{
    const auto running = all_jams();
    for (const auto& runner : running)
        co_await runner->stop();
}

}  // namespace jamhall::live
