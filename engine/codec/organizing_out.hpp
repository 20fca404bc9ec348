// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/rules/plan_change.hpp"
#include "sessions/views/checklist.hpp"

#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace jamhall::codec {

/// POST …/plan/check: {"changes":[{"pointer","before","after"}]}; null where there was, or will be, nothing.
std::string plan_changes(std::span<const sessions::plan_difference> found);

/// GET …/checklist: {"items":[{"id","state","says"}],"go"}; go while nothing is missing.
std::string checklist_page(std::span<const sessions::check_item> items);

/// GET /api/v1/plan-templates: {"templates":[{"id","title","about","plan"}]} of the files that ship, JSON each.
std::string plan_templates(std::span<const std::pair<std::string_view, std::string_view>> files);

/// POST …/wall-link: {"link","token"}.
std::string wall_link(std::string_view link, std::string_view token);

}  // namespace jamhall::codec
