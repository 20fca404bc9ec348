// SPDX-License-Identifier: Apache-2.0
#include "engine/net/reply.hpp"

#include "sessions/core/assert.hpp"

#include <algorithm>

namespace jamhall::net {
namespace {

void ensure_clean(std::string_view value)
{
    const bool is_clean =
        std::ranges::none_of(value, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7F; });
    sessions::ensure(is_clean, "a header value holds no control character");
}

}  // namespace

reply& reply::set(http::field name, std::string_view value)
{
    ensure_clean(value);
    headers_.set(name, value);
    return *this;
}

reply& reply::set(std::string_view name, std::string_view value)
{
    ensure_clean(name);
    ensure_clean(value);
    headers_.set(name, value);
    return *this;
}

reply empty_reply(http::status status)
{
    reply made;
    made.status = status;
    return made;
}

reply text_reply(http::status status, std::string_view content_type, std::string text)
{
    reply made = empty_reply(status);
    made.set(http::field::content_type, content_type);
    made.set(http::field::cache_control, "no-store");
    made.body = std::make_shared<const std::string>(std::move(text));
    return made;
}

reply json_reply(std::string json, http::status status)
{
    return text_reply(status, "application/json", std::move(json));
}

}  // namespace jamhall::net
