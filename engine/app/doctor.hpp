// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/app/command_line.hpp"
#include "engine/app/doctor_facts.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace jamhall::app {

/// Looks at the machine and at a data folder; changes nothing. Errors: none, what cannot be looked at is told as such.
facts look_around(const std::filesystem::path& data);

/// Asks a public address, http or https, as a browser would; and as one that names an account itself, where headers are
/// given by which a proxy does. Errors: none, they are told.
address_facts ask_address(const std::string& url, const std::vector<std::string>& account_headers = {});

/// The findings as one JSON object: {"healthy", "findings"}.
std::string findings_json(const std::vector<finding>& findings);

/// `jamhall doctor`: says what was found and what to do. Errors: throws refusal when something is bad.
void doctor(const doctor_command& asked);

}  // namespace jamhall::app
