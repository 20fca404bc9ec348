// SPDX-License-Identifier: Apache-2.0
#include "engine/oidc/providers.hpp"

#include <algorithm>
#include <utility>

namespace jamhall::oidc {

std::string callback_path(std::string_view provider)
{
    std::string path = "/api/v1/login/oidc/";
    path += provider;
    path += "/callback";
    return path;
}

providers::providers(std::vector<provider_settings> settings, const std::string& public_url)
{
    if (!settings.empty())
        by_ = std::make_unique<outbound::fetcher>();
    for (provider_settings& each : settings) {
        const std::string come_back_to = public_url + callback_path(each.id);
        all_.push_back(std::make_unique<provider>(std::move(each), come_back_to, *by_));
    }
}

provider* providers::find(std::string_view id) const
{
    const auto found =
        std::ranges::find_if(all_, [id](const auto& each) { return each->settings().id == id; });
    return found == all_.end() ? nullptr : found->get();
}

void providers::stop()
{
    if (by_)
        by_->stop();
}

}  // namespace jamhall::oidc
