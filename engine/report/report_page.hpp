// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/report/html_out.hpp"
#include "sessions/model/jam_state.hpp"
#include "sessions/views/report.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace jamhall::report {

/// What every section of the page reads. Figures come from `figures` alone: behind them stands the seal.
struct report_page {
    const sessions::jam_state& state;
    const sessions::jam_report& figures;
    sessions::instant as_of;
    html_out out;

    std::uint32_t small_cell() const { return static_cast<std::uint32_t>(state.what->policy.small_cell); }
    std::string_view support_word() const { return state.what->policy.support_word; }
};

// Sections, in the order of the page.
void put_answer(report_page& page);
void put_people(report_page& page);
void put_ideas(report_page& page);
void put_families(report_page& page);
void put_phases(report_page& page);
void put_forums(report_page& page);
void put_voice(report_page& page);
void put_moderation(report_page& page);
void put_method(report_page& page);

/// A table cell: the number, or "not shown" for one that is withheld.
void put_cell(html_out& out, std::optional<std::uint32_t> count);

/// The note under a table with withheld cells.
void put_withheld_note(report_page& page);

/// A link to an idea on this page with its first words.
void put_idea_link(report_page& page, sessions::post_id idea);

/// "1 idea", "2,041 ideas".
std::string counted(std::uint64_t number, std::string_view one, std::string_view many);

/// "1 December 2026, 09:00", by the wall in the jam's time zone.
std::string written_time(const sessions::jam_state& state, sessions::instant at);

/// "2026-12-01T09:00:00Z"
std::string iso_time(sessions::instant at);

/// "0.37"
std::string two_digits(double number);

/// The phase in words with its id where that says more: "Choosing (shortlist)".
std::string phase_title(const sessions::phase& of);

}  // namespace jamhall::report
