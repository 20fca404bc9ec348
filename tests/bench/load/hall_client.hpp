// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace jamhall::bench {

/// One kept HTTP connection to a hall, that asks one thing at a time and waits. Gives back the body of a good answer.
/// Errors: throws std::runtime_error for any other.
class hall_client {
public:
    hall_client(std::uint16_t port, std::string token);
    ~hall_client();

    std::string get(const std::string& target);
    std::string post(const std::string& target, std::string_view type, const std::string& body);

    /// As somebody else.
    void use_token(std::string token) { token_ = std::move(token); }

private:
    struct line;
    std::unique_ptr<line> line_;
    std::string token_;
};

}  // namespace jamhall::bench
