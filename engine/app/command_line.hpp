// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace jamhall::app {

inline constexpr int exit_done = 0;
inline constexpr int exit_refused = 1;
inline constexpr int exit_wrong_usage = 2;

/// What `jamhall serve` was told; what is absent comes from the config file, else from its defaults.
struct serve_command {
    std::optional<std::string> listen;
    std::optional<std::string> public_url;
    std::optional<std::string> data;
    std::optional<std::uint32_t> workers;
    std::optional<std::string> config;
};

struct demo_command {
    std::string listen = "127.0.0.1:8080";
    std::string public_url;
    std::filesystem::path data = "jamhall-demo-data";
    std::uint32_t crowd = 30;
};

/// How a command reaches a running server, and by which token.
struct remote_options {
    std::string server = "http://127.0.0.1:8080";
    std::filesystem::path token_file;
    std::filesystem::path data = "jamhall-data";
};

struct jam_create_command {
    remote_options at;
    std::filesystem::path plan;
};

struct jam_list_command {
    remote_options at;
};

struct jam_show_command {
    remote_options at;
    std::string jam;
};

struct jam_cancel_command {
    remote_options at;
    std::string jam;
    std::string note = "Cancelled by the organizer.";
};

struct roster_import_command {
    remote_options at;
    std::string jam;
    std::filesystem::path file;
    bool partial = false;
    bool dry_run = false;
};

struct roster_links_command {
    remote_options at;
    std::string jam;
    std::filesystem::path out;
    std::string email;
    bool renew_all = false;
};

struct report_command {
    remote_options at;
    std::string jam;
    std::filesystem::path out;
};

struct export_command {
    remote_options at;
    std::string jam;
    std::filesystem::path out;
};

struct verify_command {
    std::filesystem::path file;
    std::filesystem::path heads;  ///< signed heads to hold it against; empty: none
    std::filesystem::path key;    ///< the hall's public key; empty: the one beside the heads
};

struct init_command {
    std::filesystem::path data = "jamhall-data";
    bool renews_token = false;
    std::string public_url = "http://127.0.0.1:8080";
};

struct backup_command {
    std::filesystem::path data = "jamhall-data";
    std::filesystem::path out;
    std::optional<int> keep_days;
};

struct restore_command {
    std::filesystem::path from;
    std::filesystem::path data;
    std::filesystem::path erasures;  ///< lists of what was erased; empty: those beside the backup
};

struct doctor_command {
    std::optional<std::string> data;
    std::optional<std::string> config;
    std::optional<std::string> public_url;
    bool as_json = false;
};

using command = std::variant<serve_command, demo_command, jam_create_command, jam_list_command,
                             jam_show_command, jam_cancel_command, roster_import_command,
                             roster_links_command, report_command, export_command, verify_command,
                             backup_command, restore_command, doctor_command, init_command>;

/// A read command line: what to do, or what to say instead (help, or why it is wrong) and the exit code.
struct parsed_line {
    std::optional<command> asked;
    std::string say;
    int exit_code = exit_done;
};

/// Reads the arguments after the program's name. Source: contract section 2.
parsed_line parse_command_line(std::vector<std::string> arguments);

struct listen_address {
    std::string host;
    std::uint16_t port = 0;
};

/// Reads HOST:PORT; an IPv6 address stands in brackets. Errors: nullopt.
std::optional<listen_address> parse_listen_address(const std::string& text);

}  // namespace jamhall::app
