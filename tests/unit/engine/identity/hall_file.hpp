// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/identity/logins.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace jamhall::identity {

using sessions::person_id;
using sessions::slug;
using sessions::operator""_slug;

inline constexpr slug covjam = "covjam"_slug;
inline constexpr slug other_jam = "other"_slug;
inline constexpr sessions::instant start{1'000'000};

inline sessions::instant after(std::chrono::hours span)
{
    return start + std::chrono::duration_cast<sessions::duration>(span);
}

inline proof person_in(slug jam, std::uint32_t person)
{
    return {false, {{jam, person_id{person}}}};
}

/// Which logins were told of, in that order.
class told_logins {
public:
    explicit told_logins(logins& of)
    {
        of.tell_changes([this](std::vector<login_id> ids) {
            ++times;
            all.insert(all.end(), ids.begin(), ids.end());
        });
    }

    std::vector<login_id> all;
    int times = 0;
};

/// hall.db in a folder of its own, with the worker that writes it.
struct hall_file {
    hall_file()
    {
        std::string pattern = (std::filesystem::temp_directory_path() / "jamhall-logins-XXXXXX").string();
        folder = ::mkdtemp(pattern.data());
        kept.emplace(folder / "hall.db");
        for (const slug& jam : {covjam, other_jam})
            kept->add_jam({jam, "A jam", jam.str() + ".jam", start});
    }
    ~hall_file()
    {
        writer.stop();
        kept.reset();
        std::filesystem::remove_all(folder);
    }
    hall_file(const hall_file&) = delete;
    hall_file& operator=(const hall_file&) = delete;

    template <class Made>
    static Made wait(base::task<Made> work)
    {
        boost::asio::io_context loop;
        auto made = boost::asio::co_spawn(loop, std::move(work), boost::asio::use_future);
        loop.run();
        return made.get();
    }

    std::string sign_in(logins& in, std::optional<std::string> old_secret, proof proved,
                        sessions::instant now = start)
    {
        return opened(in, std::move(old_secret), std::move(proved), now).secret;
    }

    opened_login opened(logins& in, std::optional<std::string> old_secret, proof proved,
                        sessions::instant now = start)
    {
        return wait(in.sign_in(std::move(old_secret), std::move(proved), now)).value();
    }

    void sign_out(logins& in, std::string secret)
    {
        boost::asio::io_context loop;
        auto done = boost::asio::co_spawn(loop, in.sign_out(std::move(secret)), boost::asio::use_future);
        loop.run();
        done.get();
    }

    std::filesystem::path folder;
    std::optional<store::hall_store> kept;
    store::job_worker writer{"test write", 100};
};

}  // namespace jamhall::identity
