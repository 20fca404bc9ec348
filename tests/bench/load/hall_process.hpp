// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/bench/load/child_process.hpp"
#include "tests/bench/load/scratch_folder.hpp"

#include <cstddef>
#include <cstdint>
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
        std::vector<int> cores{};  ///< it may run on; empty = all
    };

    explicit hall_process(const setting& wanted);

    std::uint16_t port() const { return port_; }
    const child_process& process() const { return child_; }
    const std::filesystem::path& data() const { return data_; }

    /// The body of the answer, asked as the administrator. Throws std::runtime_error unless it is a 2xx.
    std::string get(const std::string& path) const;
    std::string post(const std::string& path, std::string_view type, const std::string& body) const;

private:
    scratch_folder folder_;
    std::filesystem::path data_;
    child_process child_;
    std::uint16_t port_ = 0;
    std::string token_;
};

/// The jam every bench of sockets uses: one forum `floor`, one phase that lasts, support ballots, no limits, and as many
/// people as asked for. Gives back their tokens.
std::vector<std::string> open_jam(const hall_process& on, std::size_t people);

inline constexpr std::string_view open_jam_id = "open-floor";

}  // namespace jamhall::bench
