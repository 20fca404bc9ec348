// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/asio.hpp"
#include "engine/codec/openid_in.hpp"
#include "engine/oidc/attempt.hpp"
#include "engine/oidc/id_token.hpp"
#include "engine/oidc/key_set.hpp"
#include "engine/oidc/provider_settings.hpp"
#include "engine/oidc/shared_request.hpp"
#include "engine/oidc/sign_in_fault.hpp"
#include "engine/outbound/fetcher.hpp"
#include "sessions/core/instant.hpp"

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace jamhall::oidc {

/// How long what a provider publishes is taken to hold: a key it withdraws is out after this at the latest.
inline constexpr std::chrono::minutes published_lasts{15};

/// How often a token with an unknown key may send us for newer keys. Getting them the first time does not count.
inline constexpr std::chrono::seconds newer_keys_every{10};

/// What came back through the browser.
struct came_back {
    std::optional<std::string> code, error, issuer;
};

/// One sign-in provider: what it publishes, remembered for a while, and the requests to it.
/// Runs on: any worker. One mutex guards what is remembered, never across a suspension.
class provider {
public:
    /// `come_back_to` is the redirect URI registered with the provider.
    provider(provider_settings settings, std::string come_back_to, outbound::fetcher& by);

    const provider_settings& settings() const { return settings_; }

    /// Where the browser goes to sign in. Errors: provider_unreachable, document_wrong.
    base::task<outcome<std::string>> address_for(attempt begun, std::string state, sessions::instant now);

    /// Who signed in. Errors: any but state_wrong.
    base::task<outcome<account>> account_for(attempt begun, came_back with, sessions::instant now);

private:
    using document_ptr = std::shared_ptr<const codec::provider_document>;
    using keys_ptr = std::shared_ptr<const key_set>;
    struct remembered {
        document_ptr document;
        keys_ptr keys;
        sessions::instant document_at, keys_at;
        std::optional<sessions::instant> newer_keys_at;
    };

    base::task<outcome<document_ptr>> document(sessions::instant now);
    base::task<outcome<document_ptr>> fetched_document(sessions::instant now);
    base::task<outcome<keys_ptr>> keys(document_ptr from, sessions::instant now);
    base::task<outcome<keys_ptr>> newer_keys(document_ptr from, keys_ptr tried, sessions::instant now);
    base::task<outcome<keys_ptr>> fetched_keys(document_ptr from, sessions::instant now);
    base::task<outcome<codec::token_answer>> tokens_for(document_ptr at, attempt begun, std::string code);
    base::task<outcome<codec::claims>> verified_claims(document_ptr from, std::string token,
                                                       sessions::instant now);
    base::task<outcome<codec::claims>> userinfo(document_ptr at, std::string access_token,
                                                std::string subject);
    std::optional<sign_in_fault> fault_in_answer(const codec::provider_document& by,
                                                 const came_back& with) const;
    id_token_expected expectation(const attempt& begun, const came_back& with,
                                  const codec::token_answer& answer, sessions::instant now) const;
    bool is_named(const std::string& url) const;
    outbound::fetch_request get(const std::string& url) const;
    base::task<outbound::fetched> ask(outbound::fetch_request asked);
    bool may_get_newer_keys(sessions::instant now);

    const provider_settings settings_;
    const std::string come_back_to_;
    const std::vector<std::string> claim_names_;
    outbound::fetcher& by_;
    std::mutex guard_;
    remembered known_;
    shared_request<outcome<document_ptr>> asking_for_document_;
    shared_request<outcome<keys_ptr>> asking_for_keys_;
};

}  // namespace jamhall::oidc
