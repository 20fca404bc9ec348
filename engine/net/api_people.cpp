// SPDX-License-Identifier: Apache-2.0
#include "engine/clock/real_time.hpp"
#include "engine/codec/answer_out.hpp"
#include "engine/codec/hall_in.hpp"
#include "engine/codec/roster_in.hpp"
#include "engine/identity/spoken_code.hpp"
#include "engine/identity/stored.hpp"
#include "engine/net/api.hpp"
#include "engine/net/problem.hpp"
#include "engine/net/query.hpp"
#include "engine/net/server_parts.hpp"
#include "sessions/core/limits.hpp"

#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace jamhall::net {
namespace {

constexpr std::int64_t people_limit_max = 1'000;
/// How long the mail server may be out of reach before links are not sent any more.
constexpr sessions::duration link_mail_lasts{3 * 24 * 60 * 60 * 1'000};

using plan_ptr = std::shared_ptr<const sessions::plan>;

/// Reads a roster on the background worker: a large one takes longer than a connection's worker may pause.
base::task<codec::roster_file> read_roster(exchange_ptr e)
{
    const std::function<plan_ptr(const sessions::jam_state&)> question =
        [](const sessions::jam_state& state) { return state.what; };
    const plan_ptr planned = co_await e->jam->read<plan_ptr>(question);
    const auto file = std::make_shared<codec::roster_file>();
    const identity::stored_job decode = [file, planned, e] {
        *file = codec::decode_roster(e->body(), *planned);
    };
    co_await identity::stored(e->server.hall.storing().background, decode);
    co_return std::move(*file);
}

using renewal = live::jam_runner::renewal;

/// Which links are asked for. Errors: bad_json, bad_field.
sessions::outcome<std::pair<renewal, std::string>> renewal_in(const target& asked, const std::string& body)
{
    std::optional<std::string> email;
    if (const auto in_address = asked.value_of("email"))
        email = *in_address;
    const auto renew = asked.value_of("renew");
    if (email && !body.empty())
        return sessions::refuse(sessions::reject_code::bad_field, "email",
                                "Give the address in the body alone.");
    if (!body.empty()) {
        const auto in_body = codec::decode_link_request(body);
        if (!in_body)
            return in_body.error();
        email = *in_body;
    }
    if (email && renew)
        return sessions::refuse(sessions::reject_code::bad_field, "renew",
                                "Give either email or renew, not both.");
    if (renew && *renew != "all")
        return sessions::refuse(sessions::reject_code::bad_field, "renew", "renew can only be \"all\".");
    if (email)
        return std::pair{renewal::one, *std::move(email)};
    return std::pair{renew ? renewal::all : renewal::missing_only, std::string{}};
}

std::string links_text(const exchange& e, const std::vector<live::minted_link>& minted, bool has_codes)
{
    const std::string stem = e.server.from.public_url() + "/j/" + e.jam->id().str() + '#';
    std::vector<std::string> links;
    links.reserve(minted.size());
    for (const live::minted_link& m : minted)
        links.push_back(stem + m.token);
    std::vector<std::string> codes;
    codes.reserve(minted.size());
    for (const live::minted_link& m : minted)
        codes.push_back(identity::grouped_code(m.code));
    std::vector<codec::fresh_link> rows;
    rows.reserve(minted.size());
    for (std::size_t i = 0; i < minted.size(); ++i)
        rows.push_back({minted[i].email, minted[i].name, links[i], minted[i].token, codes[i]});
    return codec::links_csv(rows, has_codes);
}

/// On their way to the outbox.
struct queued_letters {
    std::vector<store::queued_mail> mails;
    std::exception_ptr failed;  ///< on the store worker
};

/// On the jam's worker, from where erasures go to the same worker of the store: none that comes later finds it too early to
/// take a letter out. Whoever went since they were looked up gets none.
bool queue_unless_erased(const std::shared_ptr<queued_letters>& letters, live::hall& hall,
                         const sessions::jam_state& state)
{
    std::erase_if(letters->mails, [&](const store::queued_mail& mail) {
        const sessions::person_id person{static_cast<std::uint32_t>(mail.about)};
        return !state.knows(person) || state.at(person).erased != sessions::person_erasure::none;
    });
    return hall.storing().writer.submit(
        [letters, &hall] { hall.file().mail().queue_all(letters->mails); },
        [letters](std::exception_ptr failed) { letters->failed = std::move(failed); });
}

}  // namespace

base::task<reply> post_roster(exchange_ptr e)
{
    const auto partial = flag_in(e->asked, "partial");
    const auto dry_run = flag_in(e->asked, "dry_run");
    if (!partial || !dry_run)
        co_return problem_reply(!partial ? partial.error() : dry_run.error());
    codec::roster_file file = co_await read_roster(e);
    const bool has_bad_lines = !file.refused.empty();
    const auto done = co_await e->jam->import_roster(e->by, std::move(file), *partial, *dry_run);
    if (!done)
        co_return problem_reply(done.error());
    if (has_bad_lines && !*partial && !*dry_run)
        co_return roster_problem_reply(done->refused);
    co_return json_reply(codec::roster_answer(done->added, done->updated, done->refused));
}

/// Puts a mail with their own link into the outbox for each of these people. The links are made when the mails are
/// written, so that none stands anywhere in between.
base::task<reply> mail_links(exchange_ptr e, renewal which, std::string email)
{
    if (!e->server.post.is_configured())
        co_return problem_reply(http::status::conflict, "no_mail", "This hall sends no mail.");
    const auto chosen = co_await e->jam->people_for_links(e->by, which, std::move(email));
    if (!chosen)
        co_return problem_reply(chosen.error());
    const auto letters = std::make_shared<queued_letters>();
    letters->mails.reserve(chosen->size());
    const auto now = clock::now();
    for (const auto& [person, address] : *chosen) {
        store::queued_mail mail;
        mail.kind =
            which == renewal::missing_only ? store::mail_kind::personal_link : store::mail_kind::renewed_link;
        mail.recipient = address;
        mail.jam = e->jam->id();
        mail.about = person.value;
        mail.due_at = now;
        mail.expires_at = now + link_mail_lasts;
        letters->mails.push_back(std::move(mail));
    }
    const std::function<bool(const sessions::jam_state&)> hand_over =
        [letters, &hall = e->server.hall](const sessions::jam_state& state) {
            return queue_unless_erased(letters, hall, state);
        };
    const bool is_taken = co_await e->jam->read<bool>(hand_over);
    if (!is_taken)
        throw store::store_error{store::store_fault::io, "the store takes no more work"};
    // Done once the writer has come to what was asked of it after that.
    const identity::stored_job look = [letters] {
        if (letters->failed)
            std::rethrow_exception(std::exchange(letters->failed, nullptr));
    };
    co_await identity::stored(e->server.hall.storing().writer, look);
    e->server.post.wake();
    co_return json_reply(codec::queued_mails_answer(letters->mails.size()), http::status::accepted);
}

base::task<reply> post_links(exchange_ptr e)
{
    const auto which = renewal_in(e->asked, e->body());
    if (!which)
        co_return problem_reply(which.error());
    if (auto problem = co_await note_export(e, sessions::export_kind::links))
        co_return std::move(*problem);
    const auto send = e->asked.value_of("send");
    if (send && *send != "mail")
        co_return problem_reply(
            sessions::refuse(sessions::reject_code::bad_field, "send", "send can only be \"mail\"."));
    if (send)
        co_return co_await mail_links(e, which->first, which->second);
    const auto with_codes = flag_in(e->asked, "codes");
    if (!with_codes)
        co_return problem_reply(with_codes.error());
    const auto minted = co_await e->jam->mint_links(e->by, which->first, which->second, *with_codes);
    if (!minted)
        co_return problem_reply(minted.error());
    if (which->first != renewal::missing_only) {
        std::vector<sessions::person_id> renewed;
        renewed.reserve(minted->size());
        for (const live::minted_link& m : *minted)
            renewed.push_back(m.person);
        // The links are given out when nobody comes back by an old login, even after a power cut.
        co_await e->server.logins.end_logins_for_good(e->jam->id(), std::move(renewed));
    }
    reply made =
        text_reply(http::status::ok, "text/csv; charset=utf-8", links_text(*e, *minted, *with_codes));
    made.set(http::field::content_disposition,
             "attachment; filename=\"" + e->jam->id().str() + "-links.csv\"");
    co_return made;
}

base::task<reply> get_people(exchange_ptr e)
{
    const auto after = integer_in(e->asked, "after", {0, 0, sessions::limits::people_max});
    const auto limit = integer_in(e->asked, "limit", {200, 1, people_limit_max});
    if (!after || !limit)
        co_return problem_reply(!after ? after.error() : limit.error());
    if (auto problem = co_await note_export(e, sessions::export_kind::people))
        co_return std::move(*problem);
    const auto wanted = static_cast<std::size_t>(*limit);
    const sessions::person_id last{static_cast<std::uint32_t>(*after)};
    const auto found =
        std::make_shared<std::vector<live::identity_view>>(co_await e->jam->identities(last, wanted + 1));
    const std::function<std::string(const sessions::jam_state&)> page =
        [found, wanted](const sessions::jam_state& state) {
            std::vector<codec::listed_person> listed;
            for (std::size_t i = 0; i < found->size() && i < wanted; ++i)
                listed.push_back({(*found)[i].person, (*found)[i].email});
            return codec::people_page(state, listed, found->size() > wanted);
        };
    co_return json_reply(co_await e->jam->read<std::string>(page));
}

}  // namespace jamhall::net
