// SPDX-License-Identifier: Apache-2.0
#include "engine/net/letters.hpp"

#include "engine/base/log.hpp"
#include "engine/clock/real_time.hpp"
#include "engine/mail/letter.hpp"
#include "engine/net/server_parts.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace jamhall::net {
namespace asio = boost::asio;
namespace {

using maybe_letter = std::optional<mail::letter>;

/// What people call the hall: its public address without the scheme.
std::string hall_name(const server_parts& of)
{
    const std::string& url = of.from.public_url();
    const auto slashes = url.find("//");
    return slashes == std::string::npos ? url : url.substr(slashes + 2);
}

base::task<std::string> title_of(std::shared_ptr<live::jam_runner> jam)
{
    const std::function<std::string(const sessions::jam_state&)> question =
        [](const sessions::jam_state& state) { return state.what->title; };
    co_return co_await jam->read<std::string>(question);
}

/// Whether this address gets anybody in: into the jam that was named, or into any that knows it.
base::task<bool> gets_in(server_parts& of, std::string email, std::optional<sessions::slug> jam)
{
    if (of.hall.roles().role_of(email) != store::hall_role::none)
        co_return true;
    const auto running = of.hall.jams();
    for (const auto& each : running)
        if (co_await each->would_admit(sessions::way_in::email, email, jam && each->id() == *jam))
            co_return true;
    co_return false;
}

base::task<maybe_letter> sign_in_letter(server_parts& of, store::queued_mail mail)
{
    const bool is_welcome = co_await gets_in(of, mail.recipient, mail.jam);
    if (!is_welcome)
        co_return std::nullopt;
    const auto drawn = co_await of.mail_sign_in.draw(mail.about, clock::now());
    if (!drawn)
        co_return std::nullopt;
    const auto jam = mail.jam ? of.hall.find(mail.jam->view()) : nullptr;
    std::string title;
    if (jam)
        title = co_await title_of(jam);
    const std::string page = jam ? "/j/" + jam->id().str() : std::string{"/sign-in"};
    co_return mail::sign_in_letter(mail.recipient, title, hall_name(of),
                                   of.from.public_url() + page + "#mail=" + drawn->link, drawn->code);
}

base::task<maybe_letter> personal_link_letter(server_parts& of, store::queued_mail mail)
{
    const auto jam = mail.jam ? of.hall.find(mail.jam->view()) : nullptr;
    if (!jam)
        co_return std::nullopt;
    const live::caller by_hall{sessions::actor_kind::hall, {}};
    // Who was to get a link because they had none may be in all the same, by an account or by mail.
    const auto how = mail.kind == store::mail_kind::renewed_link ? live::jam_runner::renewal::one
                                                                 : live::jam_runner::renewal::one_who_stays;
    const auto minted = co_await jam->mint_links(by_hall, how, mail.recipient);
    if (!minted && minted.error().code == sessions::reject_code::storage_failed)
        throw std::runtime_error{"the link could not be stored"};
    if (!minted || minted->empty())
        co_return std::nullopt;
    const auto& link = minted->front();
    const std::vector<sessions::person_id> renewed{link.person};
    if (mail.kind == store::mail_kind::renewed_link)
        co_await of.logins.end_logins_for_good(jam->id(), renewed);
    const std::string title = co_await title_of(jam);
    co_return mail::personal_link_letter(mail.recipient, link.name, title, hall_name(of),
                                         of.from.public_url() + "/j/" + jam->id().str() + '#' + link.token);
}

base::task<maybe_letter> letter_of(server_parts& of, store::queued_mail mail)
{
    switch (mail.kind) {
    case store::mail_kind::sign_in: co_return co_await sign_in_letter(of, std::move(mail));
    case store::mail_kind::personal_link:
    case store::mail_kind::renewed_link: co_return co_await personal_link_letter(of, std::move(mail));
    case store::mail_kind::test: break;
    }
    co_return mail::test_letter(mail.recipient, hall_name(of));
}

base::task<> write_letter(std::shared_ptr<server_parts> of, store::queued_mail mail,
                          mail::post_office::give_letter give)
{
    const auto number = mail.number;
    try {
        maybe_letter made = co_await letter_of(*of, std::move(mail));
        give(std::move(made));
    } catch (const std::exception& error) {
        // Not given: it is tried again later.
        base::log(base::log_level::warning, "a mail could not be written",
                  {{"mail", number}, {"error", error.what()}});
    }
}

}  // namespace

mail::post_office::composer letters_of(server_parts& of, asio::io_context& loop)
{
    return [&of, &loop](const store::queued_mail& mail, mail::post_office::give_letter give) {
        asio::co_spawn(loop, write_letter(of.shared_from_this(), mail, std::move(give)), asio::detached);
    };
}

}  // namespace jamhall::net
