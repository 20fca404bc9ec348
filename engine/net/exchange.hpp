// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/identity/logins.hpp"
#include "engine/live/caller.hpp"
#include "engine/live/jam_runner.hpp"
#include "engine/net/client.hpp"
#include "engine/net/reply.hpp"
#include "engine/net/router.hpp"
#include "engine/net/target.hpp"

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jamhall::net {

struct server_parts;

using http_request_parser = http::request_parser<http::string_body>;

/// One request on its way to its reply: what was sent, where it leads, and who stands behind it.
/// Runs on: its connection's worker. Owns: the request.
struct exchange {
    exchange(server_parts& of, std::size_t on_worker) : server{of}, worker{on_worker} {}

    server_parts& server;
    const std::size_t worker;
    http_request_parser parser;
    bool has_whole_body = false;  ///< and it is in the request
    client from;
    target asked;
    found_route route;

    /// Filled in by the check of access, as far as the route needs them.
    std::shared_ptr<live::jam_runner> jam;
    live::caller by;
    bool is_staff = false;                         ///< what they take out of the jam is noted (rule EX1)
    std::size_t text_max = 0;                      ///< of the jam, in code points
    std::optional<sessions::rejection> no_socket;  ///< why one more socket of the caller does not fit
    bool is_also_admin = false;             ///< a login that is a person of this jam and administrator too
    bool is_admin = false;                  ///< outside a jam: the administrator of the hall
    std::optional<live::token_hash> token;  ///< the one that the request came with
    identity::signed_in login;  ///< whom the cookie stands for, where the request came with one; else id is 0
    std::vector<std::pair<std::shared_ptr<live::jam_runner>, sessions::person_id>>
        memberships;  ///< the same: who it is where

    const http_request& request() const { return parser.get(); }
    const std::string& body() const { return parser.get().body(); }
    const std::string& parameter(std::size_t place) const { return route.parameters.at(place); }

    /// For whom the request is, as it says: its target first, then the Host header.
    std::optional<std::string_view> host() const;

    /// The one value of a header; nothing when it is absent or there twice.
    std::optional<std::string_view> header(http::field name) const;
};

using exchange_ptr = std::shared_ptr<exchange>;

}  // namespace jamhall::net
