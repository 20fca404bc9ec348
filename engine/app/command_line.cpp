// SPDX-License-Identifier: Apache-2.0
#include "engine/app/command_line.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <charconv>
#include <functional>
#include <memory>
#include <sstream>

namespace jamhall::app {
namespace {

constexpr std::uint32_t workers_max = 64;
constexpr std::uint32_t crowd_max = 500;
constexpr int keep_days_max = 3'650;

/// Calls back with the subcommand that was chosen.
using chosen = std::function<void(command)>;

/// A subcommand whose options are written into `asked` while the line is read.
template <class Command>
std::pair<CLI::App*, std::shared_ptr<Command>> add(CLI::App& to, const char* name, const char* says,
                                                   chosen choose)
{
    auto asked = std::make_shared<Command>();
    CLI::App* added = to.add_subcommand(name, says);
    added->callback([asked, choose = std::move(choose)] { choose(*asked); });
    return {added, asked};
}

std::string judge_listen_address(const std::string& text)
{
    return parse_listen_address(text) ? "" : "not HOST:PORT: " + text;
}

void add_remote_options(CLI::App& to, remote_options& at)
{
    to.add_option("--server", at.server, "Where the server is reached")->capture_default_str();
    to.add_option("--token-file", at.token_file,
                  "File with the admin token; else JAMHALL_TOKEN, else admin.token in the data folder");
    to.add_option("--data", at.data, "The hall's data folder, to find admin.token in")->capture_default_str();
}

void add_serve(CLI::App& root, const chosen& choose)
{
    const auto [serve, asked] = add<serve_command>(root, "serve", "Serve the hall kept in a folder", choose);
    serve
        ->add_option("--listen", asked->listen,
                     "HOST:PORT to listen on; port 0 takes any free one [127.0.0.1:8080]")
        ->check(judge_listen_address);
    serve->add_option("--public-url", asked->public_url, "What links begin with [the listen address]");
    serve->add_option("--data", asked->data,
                      "The hall's data folder, made when there is none [./jamhall-data]");
    serve->add_option("--config", asked->config, "TOML file with all settings; see docs/operating.md");
    serve->add_option("--workers", asked->workers, "Threads that serve connections [one for each processor]")
        ->check(CLI::Range(1U, workers_max));
}

void add_init(CLI::App& root, const chosen& choose)
{
    const auto [init, asked] = add<init_command>(
        root, "init", "Make a hall and print a link that signs its organizer in once", choose);
    init->add_option("--data", asked->data, "The hall's data folder")->capture_default_str();
    init->add_option("--public-url", asked->public_url, "What links begin with")->capture_default_str();
    init->add_flag("--new-token", asked->renews_token, "Draw a new admin token; the one before ends");
}

void add_demo(CLI::App& root, const chosen& choose)
{
    const auto [demo, asked] =
        add<demo_command>(root, "demo", "Serve an example jam with a small simulated crowd", choose);
    demo->add_option("--listen", asked->listen, "HOST:PORT to listen on; port 0 takes any free one")
        ->check(judge_listen_address)
        ->capture_default_str();
    demo->add_option("--public-url", asked->public_url, "What links begin with [the listen address]");
    demo->add_option("--data", asked->data, "Where the example hall is kept")->capture_default_str();
    demo->add_option("--crowd", asked->crowd, "How many simulated people take part; 0 for none")
        ->check(CLI::Range(0U, crowd_max))
        ->capture_default_str();
}

void add_jam(CLI::App& root, const chosen& choose)
{
    CLI::App* jam = root.add_subcommand("jam", "Make, list, show and cancel jams of a running server");
    jam->require_subcommand(1);
    const auto [create, making] =
        add<jam_create_command>(*jam, "create", "Make a jam and print its id", choose);
    create->add_option("PLAN", making->plan, "The plan, a JSON file")->required();
    add_remote_options(*create, making->at);
    const auto [list, listing] = add<jam_list_command>(*jam, "list", "List the jams", choose);
    add_remote_options(*list, listing->at);
    const auto [show, showing] = add<jam_show_command>(*jam, "show", "Show one jam", choose);
    show->add_option("JAM", showing->jam, "Its id")->required();
    add_remote_options(*show, showing->at);
    const auto [cancel, cancelling] =
        add<jam_cancel_command>(*jam, "cancel", "Cancel a jam for good", choose);
    cancel->add_option("JAM", cancelling->jam, "Its id")->required();
    cancel->add_option("--note", cancelling->note, "Why, for the people in it")->capture_default_str();
    add_remote_options(*cancel, cancelling->at);
}

void add_roster(CLI::App& root, const chosen& choose)
{
    CLI::App* roster = root.add_subcommand("roster", "Bring people in and make their links");
    roster->require_subcommand(1);
    const auto [import, importing] =
        add<roster_import_command>(*roster, "import", "Add and update people by e-mail address", choose);
    import->add_option("JAM", importing->jam, "Id of the jam")->required();
    import->add_option("FILE", importing->file, "The roster, a CSV file with a column email")->required();
    import->add_flag("--partial", importing->partial, "Take the good lines of a file with bad ones");
    import->add_flag("--dry-run", importing->dry_run, "Only say what would happen");
    add_remote_options(*import, importing->at);
    const auto [links, minting] =
        add<roster_links_command>(*roster, "links", "Make personal links for those who have none", choose);
    links->add_option("JAM", minting->jam, "Id of the jam")->required();
    links->add_option("--out", minting->out, "CSV file to write, readable by you alone [standard output]");
    auto* email = links->add_option("--email", minting->email, "Renew the link of this person");
    links->add_flag("--renew-all", minting->renew_all, "Renew everybody's link; the old ones end")
        ->excludes(email);
    add_remote_options(*links, minting->at);
}

void add_results(CLI::App& root, const chosen& choose)
{
    const auto [report, reporting] =
        add<report_command>(root, "report", "Save a jam's report as HTML and JSON", choose);
    report->add_option("JAM", reporting->jam, "Id of the jam")->required();
    report->add_option("--out", reporting->out, "Folder to write into [./JAM-report]");
    add_remote_options(*report, reporting->at);
    const auto [data, exporting] = add<export_command>(root, "export", "Save a jam's data package", choose);
    data->add_option("JAM", exporting->jam, "Id of the jam")->required();
    data->add_option("--out", exporting->out, "ZIP file to write")->required();
    add_remote_options(*data, exporting->at);
}

void add_files(CLI::App& root, const chosen& choose)
{
    const auto [verify, verifying] =
        add<verify_command>(root, "verify", "Check a jam's file against its own log", choose);
    verify->add_option("FILE", verifying->file, "The file, such as jamhall-data/jams/JAM.jam")->required();
    auto* heads = verify->add_option("--heads", verifying->heads,
                                     "Signed heads kept elsewhere, such as jamhall-data/heads/JAM.heads");
    verify
        ->add_option("--key", verifying->key,
                     "File with the hall's public key [hall.pub in the folder above the heads]")
        ->needs(heads);
    const auto [backup, copying] =
        add<backup_command>(root, "backup", "Copy a hall's files, while it is served or not", choose);
    backup->add_option("--data", copying->data, "The hall's data folder")->capture_default_str();
    backup->add_option("--out", copying->out, "The backup's folder, made when there is none")->required();
    backup
        ->add_option(
            "--keep-days", copying->keep_days,
            "Make a folder for each backup in --out and remove those that are older than so many days")
        ->check(CLI::Range(1, keep_days_max));
    const auto [restore, restoring] =
        add<restore_command>(root, "restore", "Put a backup in place as a new data folder", choose);
    restore->add_option("BACKUP", restoring->from, "The backup's folder, with its manifest.json")->required();
    restore->add_option("--data", restoring->data, "The data folder to make")->required();
    restore->add_option("--erasures", restoring->erasures,
                        "Folder with the lists of what was erased since, such as that of the hall that is "
                        "replaced [erasures beside the backup]");
}

void add_doctor(CLI::App& root, const chosen& choose)
{
    const auto [doctor, asked] = add<doctor_command>(
        root, "doctor", "Look at disk, clock, files, limits, backup and proxy, and say what to do", choose);
    doctor->add_option("--data", asked->data, "The hall's data folder [./jamhall-data]");
    doctor->add_option("--config", asked->config, "The config file that serve is given");
    doctor->add_option("--public-url", asked->public_url, "The address people use, to ask it");
    doctor->add_flag("--json", asked->as_json, "Print one JSON object");
}

}  // namespace

parsed_line parse_command_line(std::vector<std::string> arguments)
{
    parsed_line line;
    CLI::App root{"Jamhall holds jams: time-boxed brainstorming events with a bell.", "jamhall"};
    root.set_version_flag("--version", "jamhall " JAMHALL_VERSION);
    root.require_subcommand(1);
    const chosen choose = [&line](command asked) { line.asked = std::move(asked); };
    add_serve(root, choose);
    add_init(root, choose);
    add_demo(root, choose);
    add_jam(root, choose);
    add_roster(root, choose);
    add_results(root, choose);
    add_files(root, choose);
    add_doctor(root, choose);
    std::ranges::reverse(arguments);  // as CLI11 wants them
    try {
        root.parse(std::move(arguments));
    } catch (const CLI::ParseError& told) {
        std::ostringstream say;
        const int code = root.exit(told, say, say);
        line = {std::nullopt, say.str(), code == exit_done ? exit_done : exit_wrong_usage};
    }
    return line;
}

std::optional<listen_address> parse_listen_address(const std::string& text)
{
    const auto colon = text.rfind(':');
    if (colon == std::string::npos || colon == 0)
        return std::nullopt;
    listen_address made;
    made.host = text.substr(0, colon);
    if (made.host.front() == '[' && made.host.back() == ']')
        made.host = made.host.substr(1, made.host.size() - 2);
    else if (made.host.find_first_of("[]:") != std::string::npos)
        return std::nullopt;
    const char* const end = text.data() + text.size();
    const auto [stop, fault] = std::from_chars(text.data() + colon + 1, end, made.port);
    if (fault != std::errc{} || stop != end || made.host.empty())
        return std::nullopt;
    return made;
}

}  // namespace jamhall::app
