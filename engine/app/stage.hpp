// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/asio.hpp"
#include "engine/live/hall.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace jamhall::app {

/// A personal token of the example jam, with whom it is for.
struct example_token {
    sessions::person_id person;
    std::string email;
    std::string token;
};

/// The example jam, ready for visitors and crowd.
struct stage {
    std::shared_ptr<live::jam_runner> jam;
    std::vector<example_token> tokens;  ///< by person

    const example_token& of(std::string_view email) const;
};

/// Finds the example jam that still runs in the hall or makes one, with its roster, everybody's token and,
/// in a fresh one, some posts to find. Tokens are kept in a file of the data folder, so that links and
/// sign-ins outlive a restart. Errors: throws refusal, and changes nothing, where only other jams run; what
/// opening and storing throw.
base::task<stage> set_stage(live::hall& in, std::size_t crowd);

}  // namespace jamhall::app
