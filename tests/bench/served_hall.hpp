// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace jamhall::bench {

/// `jamhall serve` as a process of its own on a free port of this machine, from "listening on" until it is
/// stopped, killed or destroyed. Errors: throws std::runtime_error when it does not come up.
class served_hall {
public:
    served_hall(const std::filesystem::path& program, const std::filesystem::path& data);
    served_hall(const served_hall&) = delete;
    served_hall& operator=(const served_hall&) = delete;
    ~served_hall();

    void stop();  ///< SIGTERM, and waits
    void kill();  ///< SIGKILL, and waits

    std::uint16_t port() const { return port_; }
    const std::string& admin_token() const { return admin_token_; }

    /// A line of /proc/PID/status such as VmRSS. Units: KiB.
    std::size_t status_kib(std::string_view line) const;

    /// From now on VmHWM tells the peak since now.
    void forget_peak() const;

private:
    void end(int signal);

    pid_t process_ = 0;
    std::uint16_t port_ = 0;
    std::string admin_token_;
};

/// One kept connection to a hall that asks one thing at a time and waits.
class hall_client {
public:
    hall_client(std::uint16_t port, std::string token);
    ~hall_client();

    /// The body of a good answer. Errors: throws std::runtime_error for any other.
    std::string get(const std::string& target);
    std::string command(const std::string& jam, const std::string& body, const std::string& token);

private:
    struct line;
    std::unique_ptr<line> line_;
    std::string token_;
};

}  // namespace jamhall::bench
