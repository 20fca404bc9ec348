// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace jamhall::sessions::limits {

/// Every bound of the domain in one place. Units are in the names; text is counted in Unicode code points.
inline constexpr std::size_t forums_max = 100;
inline constexpr std::size_t phases_max = 100;
inline constexpr std::size_t audiences_max = 20;
inline constexpr std::size_t rules_max = 50;
inline constexpr std::size_t people_max = 1'000'000;
inline constexpr std::size_t posts_max = 10'000'000;
inline constexpr std::size_t attributes_max = 30;

inline constexpr std::int64_t dots_max = 100;
inline constexpr std::int64_t sample_size_max = 10;

inline constexpr std::size_t title_length_max = 200;
inline constexpr std::size_t plan_text_length_max = 5'000;
inline constexpr std::size_t name_length_max = 200;
inline constexpr std::size_t attribute_length_max = 200;
inline constexpr std::size_t note_length_max = 2'000;
inline constexpr std::size_t text_length_max = 20'000;  // the most a plan may allow
inline constexpr std::size_t poll_question_length_max = 500;
inline constexpr std::size_t poll_option_length_max = 200;
inline constexpr std::size_t poll_options_max = 12;
inline constexpr std::size_t email_length_max = 254;  // RFC 5321 section 4.5.3.1.3
inline constexpr std::size_t domains_max = 50;        // of newcomers' addresses
inline constexpr std::size_t domain_length_max = 253;

inline constexpr std::size_t poll_options_min = 2;
inline constexpr std::size_t polls_max = 500;
inline constexpr std::size_t spotlights_max = 5;  // at the same time
inline constexpr std::size_t due_length_max = 200;
inline constexpr std::size_t guests_max = 100;

inline constexpr std::size_t mentions_max = 20;
inline constexpr std::size_t signal_words_max = 200;
inline constexpr std::size_t signal_word_length_max = 100;
inline constexpr std::size_t shifts_max = 10'000;
inline constexpr std::int64_t shift_hours_max = 24;

/// A phase is never shorter than this after a change of the clock. Source: rule PH7.
inline constexpr std::chrono::minutes phase_length_min{1};
inline constexpr std::chrono::hours phase_length_max{24 * 366 * 5};
inline constexpr std::int64_t extension_minutes_max = 60 * 24 * 366;

/// The longest spotlight, poll or mute.
inline constexpr std::int64_t steering_minutes_max = 60 * 24 * 7;
inline constexpr std::int64_t spotlight_minutes_default = 30;

/// How long a thread stays claimed without being claimed anew. Source: rule SV7.
inline constexpr std::chrono::minutes claim_lasts{15};

/// Integers on the wire stay exact in JavaScript.
inline constexpr std::int64_t wire_integer_max = (std::int64_t{1} << 53) - 1;

static_assert(forums_max < 65'535 && phases_max + 2 < 65'535 && audiences_max < 65'535);
static_assert(people_max < UINT32_MAX && posts_max < UINT32_MAX);

}  // namespace jamhall::sessions::limits
