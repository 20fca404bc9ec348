// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/asio.hpp"
#include "engine/net/reply.hpp"
#include "engine/net/target.hpp"

#include <boost/beast/http/verb.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace jamhall::net {

struct exchange;

/// Answers one request whose caller may ask for it and whose body has been read. Named functions only;
/// the exchange lives until the reply is written.
using handler = base::task<reply> (*)(std::shared_ptr<exchange>);

/// Who may use a route; judged before the body is read (access.hpp).
enum class access : std::uint8_t {
    anybody,
    signed_in,       ///< any valid token or login
    hall_admin,      ///< the admin token, a login by it, or an administrator of the hall
    jam_maker,       ///< the same, or an organizer of the hall
    jam_planner,     ///< admin, or organizer of some jam
    jam_reader,      ///< may read this jam
    jam_person,      ///< the same, and is a person of its roster
    jam_manager,     ///< may manage this jam
    report_reader,   ///< organizer, analyst, records officer, admin; every reader once the jam is closed
    data_exporter,   ///< the same without every reader
    people_reader,   ///< may manage this jam, or keeps its records
    records_keeper,  ///< keeps this jam's records
    metrics_reader,  ///< the machine itself, or admin
};

inline constexpr std::size_t body_size_default = 64 * 1024;
inline constexpr std::size_t plan_size_max = 1024 * 1024;
inline constexpr std::size_t roster_size_max = 64 * 1024 * 1024;

/// One route: `{name}` in the pattern stands for one segment of the path.
struct route {
    http::verb method;
    std::string_view pattern;
    access open_to;
    handler answer;
    std::size_t body_max = body_size_default;
    bool is_sign_in = false;  ///< a try to get in, braked as such; one that is refused counts more
};

/// What a request leads to.
struct found_route {
    const route* to = nullptr;
    std::vector<std::string> parameters;  ///< in the order of the pattern
};
struct no_such_path {};
struct wrong_method {
    std::string allow;  ///< value of the Allow header
};
using routing = std::variant<found_route, no_such_path, wrong_method>;

/// Looks a request up in a table of routes. HEAD is answered where GET is.
routing find_route(std::span<const route> table, http::verb method, const target& asked);

/// Every route this server answers, but static files and the upgrade to a socket.
std::span<const route> all_routes();

/// Where a jam's socket is opened: GET with an upgrade (contract section 6).
inline constexpr std::string_view live_pattern = "/api/v1/jams/{jam}/live";

}  // namespace jamhall::net
