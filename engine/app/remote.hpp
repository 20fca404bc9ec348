// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/app/command_line.hpp"
#include "engine/app/http_client.hpp"

#include <string>

namespace jamhall::app {

// The commands that ask a running server, and print what it said. All throw refusal.

void create_jam(const jam_create_command& asked);
void list_jams(const jam_list_command& asked);
void show_jam(const jam_show_command& asked);
void cancel_jam(const jam_cancel_command& asked);
void import_roster(const roster_import_command& asked);
void make_links(const roster_links_command& asked);
void save_report(const report_command& asked);
void save_package(const export_command& asked);

/// The admin token: the file named, else JAMHALL_TOKEN, else admin.token in the data folder.
/// Errors: throws refusal when none is there.
std::string token_of(const remote_options& at);

/// One sentence, and a line for each fault, from a problem document (RFC 9457) or whatever came instead.
std::string refusal_text(const http_answer& answer);

}  // namespace jamhall::app
