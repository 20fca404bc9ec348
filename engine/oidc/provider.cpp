// SPDX-License-Identifier: Apache-2.0
#include "engine/oidc/provider.hpp"

#include "engine/base/log.hpp"
#include "engine/oidc/account_rules.hpp"
#include "engine/oidc/jws.hpp"
#include "engine/oidc/request.hpp"
#include "engine/outbound/address.hpp"

#include <algorithm>
#include <functional>
#include <string_view>
#include <utility>

namespace jamhall::oidc {
namespace {

constexpr long http_ok = 200;
constexpr long http_error_of_server = 500;

sessions::duration lasting()
{
    return std::chrono::duration_cast<sessions::duration>(published_lasts);
}

/// What was published at `then` is still taken to hold; the clock may have been set back meanwhile.
bool still_holds(sessions::instant then, sessions::instant now)
{
    return now >= then && now - then < lasting();
}

std::string document_address(const std::string& issuer)
{
    return issuer + (issuer.ends_with('/') ? "" : "/") + ".well-known/openid-configuration";
}

/// Where the browser and we are sent must be as safe as the issuer itself; this machine is asked only for an issuer on it.
bool has_sound_addresses(const codec::provider_document& document)
{
    const bool is_here = outbound::is_loopback(document.issuer);
    const auto is_sound = [is_here](const std::string& address) {
        return outbound::may_be_asked(address) && (is_here || !outbound::is_loopback(address));
    };
    const bool has_sound_userinfo =
        document.userinfo_endpoint.empty() || is_sound(document.userinfo_endpoint);
    return has_sound_userinfo && is_sound(document.authorization_endpoint) &&
           is_sound(document.token_endpoint) && is_sound(document.keys_address);
}

/// An answer that is none, told apart from one that is wrong.
std::optional<sign_in_fault> fault_of(const outbound::fetched& answer, sign_in_fault when_refused)
{
    if (!answer)
        return answer.error() == outbound::fetch_fault::too_long ? when_refused
                                                                 : sign_in_fault::provider_unreachable;
    if (answer->status >= http_error_of_server)
        return sign_in_fault::provider_unreachable;
    if (answer->status != http_ok)
        return when_refused;
    return std::nullopt;
}

}  // namespace

provider::provider(provider_settings settings, std::string come_back_to, outbound::fetcher& by)
    : settings_{std::move(settings)},
      come_back_to_{std::move(come_back_to)},
      claim_names_{claim_names(settings_)},
      by_{by}
{
}

/// What a provider publishes does not send the hall to other machines than its settings name.
bool provider::is_named(const std::string& url) const
{
    const auto at = outbound::authority_of(url);
    if (at == outbound::authority_of(settings_.issuer) ||
        std::ranges::find(settings_.hosts, at) != settings_.hosts.end())
        return true;
    base::log(base::log_level::warning, "a sign-in provider leads to a host that its settings do not name",
              {{"provider", settings_.id}, {"host", at}});
    return false;
}

outbound::fetch_request provider::get(const std::string& url) const
{
    outbound::fetch_request made;
    made.url = url;
    made.ca_file = settings_.ca_file;
    return made;
}

base::task<outbound::fetched> provider::ask(outbound::fetch_request asked)
{
    auto answer = co_await outbound::fetch(by_, std::move(asked));
    if (!answer)
        base::log(base::log_level::warning, "a sign-in provider does not answer",
                  {{"provider", settings_.id}, {"why", outbound::name_of(answer.error())}});
    co_return answer;
}

base::task<outcome<std::string>> provider::address_for(attempt begun, std::string state,
                                                       sessions::instant now)
{
    const auto at = co_await document(now);
    if (!at)
        co_return at.error();
    co_return sign_in_address(**at, settings_, begun, state, come_back_to_);
}

base::task<outcome<provider::document_ptr>> provider::document(sessions::instant now)
{
    {
        const std::lock_guard held{guard_};
        if (known_.document && still_holds(known_.document_at, now))
            co_return known_.document;
    }
    const std::function<base::task<outcome<document_ptr>>()> ask = [this, now] {
        return fetched_document(now);
    };
    co_return co_await asking_for_document_.answer_to(ask);
}

base::task<outcome<provider::document_ptr>> provider::fetched_document(sessions::instant now)
{
    auto asked = get(document_address(settings_.issuer));
    const auto answer = co_await ask(std::move(asked));
    if (const auto fault = fault_of(answer, sign_in_fault::document_wrong))
        co_return *fault;
    auto read = codec::decode_provider_document(answer->body);
    if (!read || read->issuer != settings_.issuer || !has_sound_addresses(*read) ||
        !is_named(read->token_endpoint) || !is_named(read->keys_address))
        co_return sign_in_fault::document_wrong;
    const auto made = std::make_shared<const codec::provider_document>(std::move(*read));
    const std::lock_guard held{guard_};
    known_.document = made;
    known_.document_at = now;
    co_return made;
}

base::task<outcome<provider::keys_ptr>> provider::keys(document_ptr from, sessions::instant now)
{
    {
        const std::lock_guard held{guard_};
        if (known_.keys && still_holds(known_.keys_at, now))
            co_return known_.keys;
    }
    const std::function<base::task<outcome<keys_ptr>>()> ask = [this, from, now] {
        return fetched_keys(from, now);
    };
    co_return co_await asking_for_keys_.answer_to(ask);
}

/// Keys to try after those that were tried, or these again when it is too early to ask for others.
base::task<outcome<provider::keys_ptr>> provider::newer_keys(document_ptr from, keys_ptr tried,
                                                             sessions::instant now)
{
    {
        const std::lock_guard held{guard_};
        if (known_.keys != tried)
            co_return known_.keys;
    }
    if (!may_get_newer_keys(now))
        co_return tried;
    const auto newer = co_await fetched_keys(from, now);
    if (!newer) {
        // Nothing was learned: whoever comes next may ask.
        const std::lock_guard held{guard_};
        known_.newer_keys_at.reset();
    }
    co_return newer;
}

base::task<outcome<provider::keys_ptr>> provider::fetched_keys(document_ptr from, sessions::instant now)
{
    auto asked = get(from->keys_address);
    const auto answer = co_await ask(std::move(asked));
    if (const auto fault = fault_of(answer, sign_in_fault::keys_wrong))
        co_return *fault;
    auto read = key_set::parse(answer->body);
    if (!read)
        co_return read.error();
    const auto made = std::make_shared<const key_set>(std::move(*read));
    const std::lock_guard held{guard_};
    known_.keys = made;
    known_.keys_at = now;
    co_return made;
}

bool provider::may_get_newer_keys(sessions::instant now)
{
    const std::lock_guard held{guard_};
    const auto& last = known_.newer_keys_at;
    if (last && now >= *last && now - *last < newer_keys_every)
        return false;
    known_.newer_keys_at = now;
    return true;
}

base::task<outcome<codec::claims>> provider::verified_claims(document_ptr from, std::string token,
                                                             sessions::instant now)
{
    const auto known = co_await keys(from, now);
    if (!known)
        co_return known.error();
    auto payload = verified_payload(token, **known);
    // Providers change their keys: a key we do not know may be a new one.
    if (!payload && payload.error() == sign_in_fault::key_unknown) {
        const keys_ptr tried = *known;
        const std::function<base::task<outcome<keys_ptr>>()> ask = [this, from, tried, now] {
            return newer_keys(from, tried, now);
        };
        const auto newer = co_await asking_for_keys_.answer_to(ask);
        if (!newer)
            co_return newer.error();
        payload = verified_payload(token, **newer);
    }
    if (!payload)
        co_return payload.error();
    auto read = codec::decode_claims(*payload, claim_names_);
    if (!read)
        co_return sign_in_fault::token_malformed;
    co_return std::move(*read);
}

base::task<outcome<codec::token_answer>> provider::tokens_for(document_ptr at, attempt begun,
                                                              std::string code)
{
    auto asked = token_request(*at, settings_, begun, code, come_back_to_);
    const auto answer = co_await ask(std::move(asked));
    if (const auto fault = fault_of(answer, sign_in_fault::code_refused))
        co_return *fault;
    auto read = codec::decode_token_answer(answer->body);
    if (!read)
        co_return sign_in_fault::token_answer_wrong;
    co_return std::move(*read);
}

base::task<outcome<codec::claims>> provider::userinfo(document_ptr at, std::string access_token,
                                                      std::string subject)
{
    auto asked = get(at->userinfo_endpoint);
    asked.bearer = std::move(access_token);
    const auto answer = co_await ask(std::move(asked));
    if (const auto fault = fault_of(answer, sign_in_fault::userinfo_wrong))
        co_return *fault;
    auto read = codec::decode_claims(answer->body, claim_names_);
    // Source: OpenID Connect Core 1.0 section 5.3.2: about somebody else it must not be used.
    if (!read || read->subject != subject)
        co_return sign_in_fault::userinfo_wrong;
    co_return std::move(*read);
}

/// Source: RFC 9207 section 2.4.
std::optional<sign_in_fault> provider::fault_in_answer(const codec::provider_document& by,
                                                       const came_back& with) const
{
    const bool must_name_itself = by.names_itself_in_answers;
    if (with.issuer ? *with.issuer != settings_.issuer : must_name_itself)
        return sign_in_fault::wrong_provider;
    if (with.error)
        return sign_in_fault::declined;
    if (!with.code || with.code->empty())
        return sign_in_fault::answer_malformed;
    return std::nullopt;
}

id_token_expected provider::expectation(const attempt& begun, const came_back& with,
                                        const codec::token_answer& answer, sessions::instant now) const
{
    id_token_expected made;
    made.issuer = settings_.issuer;
    made.client_id = settings_.client_id;
    made.nonce = begun.nonce;
    made.code = with.code.value_or("");
    made.access_token = answer.access_token;
    made.authentication_age_max = settings_.authentication_age_max;
    made.now = now;
    return made;
}

base::task<outcome<account>> provider::account_for(attempt begun, came_back with, sessions::instant now)
{
    const auto at = co_await document(now);
    if (!at)
        co_return at.error();
    if (const auto fault = fault_in_answer(**at, with))
        co_return *fault;
    const auto answer = co_await tokens_for(*at, begun, *with.code);
    if (!answer)
        co_return answer.error();
    const auto token = co_await verified_claims(*at, answer->id_token, now);
    if (!token)
        co_return token.error();
    if (const auto fault = fault_in(*token, expectation(begun, with, *answer, now)))
        co_return *fault;
    codec::claims more;
    const std::string& userinfo_at = (*at)->userinfo_endpoint;
    const bool can_ask = !userinfo_at.empty() && !answer->access_token.empty();
    if (can_ask && leaves_open(*token, settings_) && is_named(userinfo_at)) {
        auto asked = co_await userinfo(*at, answer->access_token, token->subject);
        if (!asked)
            co_return asked.error();
        more = std::move(*asked);
    }
    co_return account_of(settings_, *token, more);
}

}  // namespace jamhall::oidc
