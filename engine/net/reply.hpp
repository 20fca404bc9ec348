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
struct reply {
    http::status status = http::status::ok;
    http::fields headers;
    std::shared_ptr<const std::string> body;  ///< null: none
    bool closes = false;                      ///< the connection ends after it

    /// Sets a header. A value with a control character is a bug and throws: it could split the response.
    reply& set(http::field name, std::string_view value);
    reply& set(std::string_view name, std::string_view value);
};

reply empty_reply(http::status status);
reply text_reply(http::status status, std::string_view content_type, std::string text);
reply json_reply(std::string json, http::status status = http::status::ok);

}  // namespace jamhall::net
