// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace jamhall::app {

/// Where a server is reached over plain HTTP.
struct server_address {
    std::string host;
    std::string port;

    friend bool operator==(const server_address&, const server_address&) = default;
};

/// Reads http://HOST or http://HOST:PORT. Errors: throws refusal, saying so for https.
server_address parse_server_url(const std::string& url);

/// Text as one segment of a path or one value of a query. Source: RFC 3986 section 2.1.
std::string percent_encoded(std::string_view text);

struct http_answer {
    unsigned status = 0;
    std::string body;

    bool is_good() const { return status >= 200 && status < 300; }
};

/// Calls a hall's HTTP interface with a token, one connection for each request.
/// Runs on: the caller's thread, which waits.
class http_client {
public:
    /// Errors: as parse_server_url.
    http_client(const std::string& url, std::string token);

    /// Errors: each throws refusal when the server cannot be reached or does not speak HTTP.
    http_answer get(const std::string& target) const;
    http_answer post(const std::string& target, std::string_view content_type, std::string body) const;

private:
    std::string url_;
    server_address at_;
    std::string token_;
};

}  // namespace jamhall::app
