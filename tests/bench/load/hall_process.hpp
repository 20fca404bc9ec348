// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/bench/load/child_process.hpp"
#include "tests/bench/load/hall_client.hpp"
#include "tests/bench/load/scratch_folder.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jamhall::bench {

/// A real `jamhall serve` in a process and a folder of its own, on a free port of the loopback address. Its processor
/// time and memory are those of the server alone.
class hall_process {
public:
    struct setting {
        std::size_t workers = 1;
        std::vector<int> cores{};      ///< it may run on; empty = all
        std::filesystem::path data{};  ///< a hall that is there already; empty = one of its own
        bool over_tls = false;         ///< under a certificate made for it
        std::uint16_t port = 0;        ///< 0 = any that is free
    };

    explicit hall_process(const setting& wanted);

    std::uint16_t port() const { return port_; }
    child_process& process() { return child_; }
    const child_process& process() const { return child_; }

    /// A connection of the administrator.
    hall_client administrator() const { return {plain_port_, token_}; }

private:
    std::optional<scratch_folder> folder_;
    std::filesystem::path data_;
    child_process child_;
    std::uint16_t port_ = 0;
    std::uint16_t plain_port_ = 0;
    std::string token_;
};

/// The jam every bench of sockets uses: one forum `floor`, one phase that lasts, support ballots, no limits, and as many
/// people as asked for. Gives back their tokens.
std::vector<std::string> open_jam(const hall_process& on, std::size_t people);

inline constexpr std::string_view open_jam_id = "open-floor";

}  // namespace jamhall::bench
