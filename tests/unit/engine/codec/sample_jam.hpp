// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/local_time.hpp"
#include "engine/codec/stored_event.hpp"
#include "sessions/model/event.hpp"
#include "sessions/model/jam_state.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace jamhall::codec_test {

/// 2026-12-01T09:00Z, when the sample jam starts.
inline constexpr sessions::instant sample_start{1'796'115'600'000};

/// A zone resolver that takes every wall time for UTC; enough where no clock changes.
base::resolved_local as_utc(std::string_view zone, const base::local_time& local);

/// The plan tests/fixtures/plans/covjam.json.
std::string sample_plan_text();
sessions::plan sample_plan();

/// A small jam with at least one event of every type that needs nobody who steers, in order; the last is jam_closed.
std::vector<sessions::event> sample_log();

/// Its events up to the end of the first phase.
std::vector<sessions::event> sample_log_of_ideas();

/// The same jam steered: after these, at least one event of every type of steering.
std::vector<sessions::event> steered_log();

/// The state after the first `count` events of it.
sessions::jam_state sample_state(std::size_t count);

/// How many events there are up to and including the first of this type, counted from the nth on.
std::size_t after_first(std::string_view type, std::size_t nth = 1);

/// Salts 00…00, 01…01, 02…02 and so on, so that what is written is the same each time.
class counted_salts {
public:
    codec::text_salt operator()();

private:
    std::uint8_t next_ = 0;
};

}  // namespace jamhall::codec_test
