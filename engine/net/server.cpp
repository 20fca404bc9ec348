// SPDX-License-Identifier: Apache-2.0
#include "engine/net/server.hpp"

#include "engine/base/log.hpp"
#include "engine/clock/real_time.hpp"
#include "engine/clock/zones.hpp"
#include "engine/identity/tokens.hpp"
#include "engine/net/certificate.hpp"
#include "engine/net/letters.hpp"
#include "engine/net/listener.hpp"
#include "engine/net/server_parts.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include <utility>

namespace jamhall::net {
namespace asio = boost::asio;
namespace {

constexpr std::chrono::milliseconds drain_look_every{20};
constexpr std::chrono::hours renewal_every{12};

/// Does something to every connection of every worker, each on its own worker.
template <class Work>
void on_each_worker(server_parts& parts, live::workers& workers, Work work)
{
    for (std::size_t i = 0; i < workers.size(); ++i) {
        asio::post(workers.at(i).loop, [&mine = *parts.by_worker[i], work] { work(mine); });
    }
}

/// How long a login that has ended may still have sockets.
constexpr std::chrono::seconds expiry_looked_at_every{30};

base::task<> end_expired_logins(std::shared_ptr<server_parts> parts)
{
    asio::steady_timer wait{co_await asio::this_coro::executor};
    while (!parts->is_stopping) {
        wait.expires_after(expiry_looked_at_every);
        co_await wait.async_wait(base::as_result);
        parts->logins.end_expired(clock::now());
    }
}

void stop_accepting(worker_parts& mine)
{
    boost::system::error_code ignored;
    for (door& each : mine.doors)
        each.acceptor.close(ignored);
}

template <void (connection::*end)() noexcept>
void end_connections(worker_parts& mine)
{
    for (auto c = mine.open.begin(); c != mine.open.end();) {
        connection& ended = *c++;  // ending may take it off the list
        (ended.*end)();
    }
}

void complain_of_certificate(const server_parts& parts)
{
    for (const std::string& complaint : parts.tls->complaints(parts.from.public_url(), clock::now()))
        base::log(base::log_level::warning, "certificate", {{"complaint", complaint}});
}

/// Whether the files could be served.
bool renew(tls_context& tls)
{
    try {
        tls.renew();
        base::log(base::log_level::info, "the certificate was read again");
        return true;
    } catch (const certificate_error& why) {
        base::log(base::log_level::error, "the new certificate cannot be served; the old one stays in use",
                  {{"why", why.what()}});
        return false;
    }
}

/// So that no key of tickets lives long, and a renewed certificate is found even when nobody says so.
base::task<> renew_daily(std::shared_ptr<tls_context> tls)
{
    asio::steady_timer wait{co_await asio::this_coro::executor};
    for (;;) {
        wait.expires_after(renewal_every);
        const auto [ec] = co_await wait.async_wait(base::as_result);
        if (ec)
            co_return;
        renew(*tls);
    }
}

}  // namespace

server_parts::server_parts(live::hall& of, const server_options& options,
                           std::vector<std::unique_ptr<worker_parts>> listening, std::uint16_t port)
    : hall{of},
      zones{clock::system_zones()},
      from{options.public_url, options.listen_host, port, options.tls.has_value()},
      headers{from, options.hsts_subdomains},
      files{options.web_client},
      tls{options.tls ? std::make_shared<tls_context>(*options.tls) : nullptr},
      times{options.times},
      clients{options.proxy, from.is_elsewhere()},
      proxy_accounts{options.accounts},
      brakes{options.limits},
      cookie{from.is_https()},
      mail_cookie{from.is_https(), identity::login_cookie::kind::mail},
      oidc_cookie{from.is_https(), identity::login_cookie::kind::oidc},
      logins{of.file(), of.storing().writer, clock::now(), options.logins, &of.roles()},
      mail_sign_in{of.file().mail(), of.storing().writer,
                   identity::read_or_make_key(of.folder().sign_in_key_file())},
      post{options.mail, of.file().mail(), of.storing().writer},
      providers{options.providers, from.public_url()},
      by_worker{std::move(listening)}
{
}

server::server(live::hall& of, live::workers& on, server_options options)
    : options_{std::move(options)}, hall_{of}, workers_{on}
{
}

server::~server()
{
    // Connections may hold the parts longer than the hall lives, which the post office writes to.
    if (!parts_)
        return;
    parts_->post.close();
    // Nothing may be handed to the workers' loops any more once they go.
    parts_->providers.stop();
}

listening_at server::start()
{
    auto listening = listen(options_, workers_);
    const std::uint16_t port = listening.front()->doors.front().acceptor.local_endpoint().port();
    parts_ = std::make_shared<server_parts>(hall_, options_, std::move(listening), port);
    for (std::size_t i = 0; i < workers_.size(); ++i) {
        for (std::size_t each = 0; each < parts_->by_worker[i]->doors.size(); ++each)
            asio::co_spawn(workers_.at(i).loop, accept_connections(parts_.get(), i, each), asio::detached);
    }
    if (parts_->tls) {
        complain_of_certificate(*parts_);
        asio::co_spawn(workers_.at(0).loop, renew_daily(parts_->tls), asio::detached);
    }

    if (parts_->clients.lacks_a_proxy())
        base::log(
            base::log_level::warning,
            "the public URL is not this loopback address, so there is a proxy, and [proxy] trusted does not "
            "name "
            "it: clients cannot be told apart, no limits by address hold, /metrics needs the admin token");

    parts_->logins.tell_changes([&parts = *parts_, &on = workers_](std::vector<identity::login_id> ids) {
        const auto changed = std::make_shared<const std::vector<identity::login_id>>(std::move(ids));
        on_each_worker(parts, on, [changed](worker_parts& mine) {
            for (auto c = mine.open.begin(); c != mine.open.end();) {
                connection& told = *c++;  // ending may take it off the list
                told.logins_changed(*changed);
            }
        });
    });
    // The hall outlives the server.
    hall_.tell_erasures([parts = std::weak_ptr{parts_}](const auto& jam, const auto& people) {
        if (const auto there = parts.lock())
            there->logins.end_logins_of(jam, people);
    });
    asio::co_spawn(workers_.at(0).loop, end_expired_logins(parts_), asio::detached);
    parts_->post.open(letters_of(*parts_, workers_.at(0).loop));

    listening_at at;
    at.host = options_.listen_host;
    at.port = port;
    at.url = (parts_->tls ? "https://" : "http://") + written_endpoint(at.host, at.port);
    at.public_url = parts_->from.public_url();
    for (const door& each : parts_->by_worker.front()->doors) {
        const auto where = each.acceptor.local_endpoint();
        if (&each != &parts_->by_worker.front()->doors.front())
            at.others.push_back("http://" + written_endpoint(where.address().to_string(), where.port()));
    }
    return at;
}

void server::renew_certificate()
{
    if (!parts_->tls)
        return base::log(base::log_level::info, "there is no certificate to read again");
    if (renew(*parts_->tls))
        complain_of_certificate(*parts_);
}

base::task<> server::stop()
{
    parts_->is_stopping = true;
    on_each_worker(*parts_, workers_, stop_accepting);
    parts_->providers.stop();
    // The jams answer what they accepted and hang up their own sockets; then whatever is left.
    co_await hall_.stop_jams();
    on_each_worker(*parts_, workers_, end_connections<&connection::stop>);

    asio::steady_timer wait{co_await asio::this_coro::executor};
    const auto deadline = std::chrono::steady_clock::now() + options_.drain_time;
    while (parts_->open_connections > 0 && std::chrono::steady_clock::now() < deadline) {
        wait.expires_after(drain_look_every);
        co_await wait.async_wait(base::as_result);
    }
    on_each_worker(*parts_, workers_, end_connections<&connection::cut>);
}

}  // namespace jamhall::net
