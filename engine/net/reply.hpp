// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/beast/http/field.hpp>
#include <boost/beast/http/fields.hpp>
#include <boost/beast/http/status.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace jamhall::net {

namespace http = boost::beast::http;

/// What a request is answered with. The body may be shared between replies (static files).
class reply {
public:
    http::status status = http::status::ok;
    std::shared_ptr<const std::string> body;  ///< null: none
    bool closes = false;                      ///< the connection ends after it

    /// Sets a header; there is no other way to. CR, LF, NUL or another control character could split the response, and
    /// Beast lets them pass: such a value is a bug and throws. Source: CWE-113; RFC 9110 section 5.5.
    reply& set(http::field name, std::string_view value);
    reply& set(std::string_view name, std::string_view value);

    const http::fields& headers() const { return headers_; }

private:
    http::fields headers_;
};

reply empty_reply(http::status status);
reply text_reply(http::status status, std::string_view content_type, std::string text);
reply json_reply(std::string json, http::status status = http::status::ok);

}  // namespace jamhall::net
