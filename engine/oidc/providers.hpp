// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/oidc/attempt.hpp"
#include "engine/oidc/provider.hpp"
#include "engine/oidc/provider_settings.hpp"
#include "engine/outbound/fetcher.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace jamhall::oidc {

/// Where a provider sends people back to, below the public URL.
std::string callback_path(std::string_view provider);

/// The providers people of this hall may sign in with, and what they share.
/// Runs on: any worker. Owns: the thread that asks them; there is none without a provider.
class providers {
public:
    providers(std::vector<provider_settings> settings, const std::string& public_url);

    /// The provider of that id, or null.
    provider* find(std::string_view id) const;
    const std::vector<std::unique_ptr<provider>>& all() const { return all_; }

    attempt_seal& seal() { return seal_; }

    /// Ends what is under way. Runs on: any worker.
    void stop();

private:
    std::unique_ptr<outbound::fetcher> by_;
    attempt_seal seal_;
    std::vector<std::unique_ptr<provider>> all_;
};

}  // namespace jamhall::oidc
