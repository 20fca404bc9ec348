// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/openid_in.hpp"

#include "engine/codec/object_in.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>

namespace jamhall::codec {
namespace {

constexpr json_limits openid_limits{.size_max = 256 * 1024, .depth_max = 8};
constexpr std::size_t values_max = 1'000;
constexpr std::int64_t seconds_max = 253'402'300'799;  // the end of the year 9999

std::optional<std::string> text_of(object_in& in, std::string_view name)
{
    const auto read = in.optional_string(name);
    return read ? std::optional{std::string{*read}} : std::nullopt;
}

std::string text_or_empty(object_in& in, std::string_view name)
{
    return text_of(in, name).value_or("");
}

/// A list of strings; with `may_be_one`, also a single one.
std::vector<std::string> texts_of(object_in& in, std::string_view name, bool may_be_one = false)
{
    std::vector<std::string> read;
    const auto value = in.optional(name);
    if (!value)
        return read;
    if (may_be_one && value->is(json_kind::string)) {
        read.emplace_back(value->string());
        return read;
    }
    if (!value->is(json_kind::array) || value->size() > values_max) {
        in.note(name, "must be a list of strings");
        return read;
    }
    for (const json_value each : *value)
        read.emplace_back(string_in(each, in.pointer(name), in.found()));
    return read;
}

/// Seconds since 1970, which may have a fraction. Source: RFC 7519 section 2, NumericDate.
std::optional<std::int64_t> seconds_of(object_in& in, std::string_view name)
{
    const auto value = in.optional(name);
    if (!value)
        return std::nullopt;
    if (value->is(json_kind::real) && std::abs(value->real()) <= static_cast<double>(seconds_max))
        return static_cast<std::int64_t>(std::floor(value->real()));
    return integer_in(*value, {-seconds_max, seconds_max}, in.pointer(name), in.found());
}

std::optional<std::string> plain_text_of(json_value value)
{
    switch (value.kind()) {
    case json_kind::string: return std::string{value.string()};
    case json_kind::boolean: return value.boolean() ? "true" : "false";
    case json_kind::integer: return std::to_string(value.integer());
    case json_kind::null:
    case json_kind::real:
    case json_kind::array:
    case json_kind::object: return std::nullopt;
    }
    return std::nullopt;
}

named_claim named_of(std::string_view name, json_value value)
{
    named_claim made{std::string{name}, {}};
    if (!value.is(json_kind::array)) {
        if (auto one = plain_text_of(value))
            made.values.push_back(std::move(*one));
        return made;
    }
    for (const json_value each : value) {
        auto one = made.values.size() < values_max ? plain_text_of(each) : std::nullopt;
        if (one)
            made.values.push_back(std::move(*one));
    }
    return made;
}

/// Parses and hands the object over; the first fault when there is one.
template <class Made, class Read>
decoded<Made> object_from(std::string_view text, Read read)
{
    const auto document = json_document::parse(text, openid_limits);
    if (!document)
        return document.error();
    faults found;
    object_in in{document->root(), "", found};
    Made made = read(in);
    if (!found.empty())
        return found.front();
    return made;
}

bool is_jwt(std::string_view type)
{
    return std::ranges::equal(type, std::string_view{"jwt"}, [](char written, char wanted) {
        return std::tolower(static_cast<unsigned char>(written)) == wanted;
    });
}

signed_header header_from(object_in& in)
{
    signed_header made;
    made.algorithm = in.string("alg");
    made.key_id = text_of(in, "kid");
    const auto type = text_of(in, "typ");
    if (type && !is_jwt(*type))
        in.note("typ", "is not that of an ID token");
    if (in.is_written("crit"))
        in.note("crit", "asks for what is not known here");
    return made;
}

published_key key_from(object_in& in)
{
    published_key made;
    made.kind = in.string("kty");
    made.key_id = text_of(in, "kid");
    made.algorithm = text_of(in, "alg");
    made.use = text_of(in, "use");
    made.operations = texts_of(in, "key_ops");
    made.curve = text_or_empty(in, "crv");
    made.modulus = text_or_empty(in, "n");
    made.exponent = text_or_empty(in, "e");
    made.x = text_or_empty(in, "x");
    made.y = text_or_empty(in, "y");
    for (const std::string_view secret : {"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
        made.is_secret = made.is_secret || in.is_written(secret);
    return made;
}

}  // namespace

decoded<signed_header> decode_signed_header(std::string_view text)
{
    return object_from<signed_header>(text, header_from);
}

decoded<std::vector<published_key>> decode_key_set(std::string_view text)
{
    return object_from<std::vector<published_key>>(text, [](object_in& in) {
        std::vector<published_key> made;
        const auto keys = in.array("keys");
        if (keys && keys->size() > published_keys_max)
            in.note("keys", "are too many");
        else if (keys)
            for (const json_value each : *keys) {
                object_in key{each, pointer_to(in.pointer("keys"), made.size()), in.found()};
                made.push_back(key_from(key));
            }
        return made;
    });
}

decoded<provider_document> decode_provider_document(std::string_view text)
{
    return object_from<provider_document>(text, [](object_in& in) {
        provider_document made;
        made.issuer = in.string("issuer");
        made.authorization_endpoint = in.string("authorization_endpoint");
        made.token_endpoint = in.string("token_endpoint");
        made.userinfo_endpoint = text_or_empty(in, "userinfo_endpoint");
        made.keys_address = in.string("jwks_uri");
        made.token_login_methods = texts_of(in, "token_endpoint_auth_methods_supported");
        const std::string_view names_itself = "authorization_response_iss_parameter_supported";
        if (const auto says = in.optional(names_itself))
            made.names_itself_in_answers = boolean_in(*says, in.pointer(names_itself), in.found());
        return made;
    });
}

decoded<token_answer> decode_token_answer(std::string_view text)
{
    return object_from<token_answer>(text, [](object_in& in) {
        token_answer made;
        made.id_token = in.string("id_token");
        made.access_token = text_or_empty(in, "access_token");
        return made;
    });
}

decoded<claims> decode_claims(std::string_view text, std::span<const std::string> names)
{
    return object_from<claims>(text, [names](object_in& in) {
        claims made;
        made.issuer = text_or_empty(in, "iss");
        made.subject = text_or_empty(in, "sub");
        made.audience = texts_of(in, "aud", true);
        made.authorized_party = text_of(in, "azp");
        made.expires_s = seconds_of(in, "exp");
        made.issued_s = seconds_of(in, "iat");
        made.not_before_s = seconds_of(in, "nbf");
        made.authenticated_s = seconds_of(in, "auth_time");
        made.nonce = text_of(in, "nonce");
        made.access_token_hash = text_of(in, "at_hash");
        made.code_hash = text_of(in, "c_hash");
        for (const std::string& name : names)
            if (const auto value = in.optional(name))
                made.named.push_back(named_of(name, *value));
        return made;
    });
}

std::span<const std::string> claims::values_of(std::string_view name) const
{
    const auto found = std::ranges::find(named, name, &named_claim::name);
    return found == named.end() ? std::span<const std::string>{} : std::span{found->values};
}

std::optional<std::string_view> claims::value_of(std::string_view name) const
{
    const auto values = values_of(name);
    return values.size() == 1 ? std::optional<std::string_view>{values.front()} : std::nullopt;
}

}  // namespace jamhall::codec
