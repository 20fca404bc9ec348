// SPDX-License-Identifier: Apache-2.0
#include "engine/app/running_hall.hpp"

#include "engine/base/log.hpp"
#include "engine/identity/tokens.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>

namespace jamhall::app {
namespace asio = boost::asio;
namespace {

/// The web client stands beside the program.
std::filesystem::path web_client_folder()
{
    return std::filesystem::read_symlink("/proc/self/exe").parent_path() / "web_client";
}

net::server_options options_of(const serve_settings& settings)
{
    net::server_options options;
    options.listen_host = settings.listen.host;
    options.listen_port = settings.listen.port;
    options.public_url = settings.public_url;
    options.hsts_subdomains = settings.more.hsts_subdomains;
    options.web_client = web_client_folder();
    options.limits = settings.more.limits;
    options.times = settings.more.times;
    options.proxy = settings.more.proxy.who;
    options.accounts = settings.more.proxy.accounts;
    options.tls = settings.more.tls;
    options.redirect_from = settings.more.redirect_from;
    options.local = settings.more.local;
    options.mail = settings.more.mail;
    options.providers = settings.more.providers;
    return options;
}

}  // namespace

running_hall::running_hall(const serve_settings& settings)
    : workers_{settings.workers},
      signals_{workers_.at(0).loop, SIGTERM, SIGINT},
      hang_ups_{workers_.at(0).loop, SIGHUP},
      hall_{settings.data, workers_,
            settings.more.retention_hesitates.value_or(live::retention_hesitates_usually)},
      server_{hall_, workers_, options_of(settings)},
      at_{server_.start()}
{
}

std::string running_hall::admin_link() const
{
    const auto token = identity::read_token_file(hall_.folder().admin_token_file());
    return token ? at_.public_url + "/admin#" + *token : "";
}

base::task<> running_hall::stop()
{
    if (std::exchange(is_stopping_, true))
        co_return;
    if (on_stop_)
        on_stop_();
    co_await server_.stop();
    workers_.stop();
}

base::task<> running_hall::stop_on_signal()
{
    co_await signals_.async_wait(base::or_throw);
    base::log(base::log_level::info, "stopping");
    // The second one no longer waits for anybody.
    signals_.async_wait([](const boost::system::error_code& ec, int number) {
        if (!ec)
            std::_Exit(128 + number);
    });
    co_await stop();
    signals_.cancel();
}

base::task<> running_hall::renew_on_signal()
{
    for (;;) {
        const auto [ec, number] = co_await hang_ups_.async_wait(base::as_result);
        if (ec)
            co_return;
        server_.renew_certificate();
    }
}

void running_hall::run(std::function<base::task<>()> begin, std::function<void()> on_stop)
{
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow is a full disk, not the end
    on_stop_ = std::move(on_stop);
    std::exception_ptr failed;
    asio::io_context& loop = workers_.at(0).loop;
    asio::co_spawn(loop, stop_on_signal(), asio::detached);
    asio::co_spawn(loop, renew_on_signal(), asio::detached);
    if (begin)
        asio::co_spawn(loop, begin(), [this, &failed, &loop](std::exception_ptr thrown) {
            failed = thrown;
            if (failed)
                asio::co_spawn(loop, stop(), asio::detached);
        });
    workers_.start();
    workers_.run_first();
    if (failed)
        std::rethrow_exception(failed);
}

void serve(const serve_settings& settings)
{
    running_hall running{settings};
    fmt::print("listening on {}\n", running.at().url);
    for (const std::string& url : running.at().others)
        fmt::print("listening on {} too\n", url);
    if (::isatty(STDOUT_FILENO) != 0)
        fmt::print("hall organizer: {}\n", running.admin_link());
    else
        fmt::print("hall organizer: {}/admin with the token in {}\n", running.at().public_url,
                   running.hall().folder().admin_token_file().string());
    std::fflush(stdout);
    running.run();
}

}  // namespace jamhall::app
