// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/outcome.hpp"
#include "sessions/model/jam_state.hpp"

#include <optional>
#include <string_view>

namespace jamhall::sessions {

/// Why this way lets nobody in who is on the roster; nothing when it does. Source: rule PE9.
[[nodiscard]] std::optional<rejection> why_way_is_shut(const jam_state& state, way_in way);

/// Why this way adds nobody to the people of the jam; nothing when it does. A roster always does.
/// Source: rule PE9.
[[nodiscard]] std::optional<rejection> why_not_admitted(const jam_state& state, way_in way);

/// The same for somebody who comes by a verified e-mail address, which may have to be of certain domains.
[[nodiscard]] std::optional<rejection> why_not_admitted(const jam_state& state, way_in way,
                                                        std::string_view email);

/// The audience of newcomers by this way. Source: rule PE9.
[[nodiscard]] audience_index audience_of_newcomers(const jam_state& state, way_in way);

/// Whether a newcomer may be called this: nobody who does more here than take part has the name, compared without
/// regard to ASCII case. Cost: people. Source: rule PE10.
[[nodiscard]] bool is_free_name(const jam_state& state, std::string_view name);

}  // namespace jamhall::sessions
