// SPDX-License-Identifier: Apache-2.0
#include "engine/app/run.hpp"

#include "engine/app/command_line.hpp"
#include "engine/app/demo.hpp"
#include "engine/app/doctor.hpp"
#include "engine/app/hall_files.hpp"
#include "engine/app/remote.hpp"
#include "engine/app/running_hall.hpp"
#include "engine/app/serve_settings.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <exception>
#include <system_error>

namespace jamhall::app {
namespace {

struct doer {
    void operator()(const serve_command& asked) const { serve(settings_of(asked)); }
    void operator()(const demo_command& asked) const { demo(asked); }
    void operator()(const jam_create_command& asked) const { create_jam(asked); }
    void operator()(const jam_list_command& asked) const { list_jams(asked); }
    void operator()(const jam_show_command& asked) const { show_jam(asked); }
    void operator()(const jam_cancel_command& asked) const { cancel_jam(asked); }
    void operator()(const roster_import_command& asked) const { import_roster(asked); }
    void operator()(const roster_links_command& asked) const { make_links(asked); }
    void operator()(const report_command& asked) const { save_report(asked); }
    void operator()(const export_command& asked) const { save_package(asked); }
    void operator()(const verify_command& asked) const { verify(asked); }
    void operator()(const backup_command& asked) const { backup(asked); }
    void operator()(const restore_command& asked) const { restore(asked); }
    void operator()(const doctor_command& asked) const { doctor(asked); }
    void operator()(const init_command& asked) const { init(asked); }
};

}  // namespace

int run(std::vector<std::string> arguments)
{
    const parsed_line line = parse_command_line(std::move(arguments));
    if (!line.asked) {
        fmt::print(line.exit_code == exit_done ? stdout : stderr, "{}", line.say);
        return line.exit_code;
    }
    try {
        std::visit(doer{}, *line.asked);
        if (std::fflush(stdout) == 0)
            return exit_done;
        fmt::print(stderr, "jamhall: Cannot print: {}.\n", std::generic_category().message(errno));
        return exit_refused;
    } catch (const std::exception& why) {
        fmt::print(stderr, "jamhall: {}\n", why.what());
        return exit_refused;
    }
}

}  // namespace jamhall::app
