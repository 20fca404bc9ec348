// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/load/child_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <utility>

namespace jamhall::bench {
namespace {

constexpr int stop_ms = 20'000;

/// What a child does before anything else.
void settle_in(const std::vector<int>& cores)
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // nothing of ours outlives a benchmark that was broken off
    run_on(cores);
}

}  // namespace

void run_on(const std::vector<int>& cores)
{
    if (cores.empty())
        return;
    ::cpu_set_t set;
    CPU_ZERO(&set);
    for (const int core : cores)
        CPU_SET(static_cast<std::size_t>(core), &set);
    ::sched_setaffinity(0, sizeof set, &set);  // a machine with one core has nothing to choose from
}

child_process child_process::start(const std::vector<std::string>& command, const std::vector<int>& cores)
{
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0)
        throw std::runtime_error{"no pipe for a process of the benchmark"};
    std::vector<char*> arguments;
    for (const auto& word : command)
        arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    const auto pid = ::fork();
    if (pid == 0) {
        settle_in(cores);
        ::dup2(ends[1], STDOUT_FILENO);
        ::execv(arguments.front(), arguments.data());
        std::_Exit(127);
    }
    ::close(ends[1]);
    if (pid < 0)
        throw std::runtime_error{"cannot start " + command.front()};
    return {pid, ends[0]};
}

child_process child_process::fork(const std::function<void()>& work, const std::vector<int>& cores)
{
    const auto pid = ::fork();
    if (pid == 0) {
        settle_in(cores);
        work();
        std::_Exit(0);
    }
    if (pid < 0)
        throw std::runtime_error{"cannot start a process"};
    return {pid, -1};
}

child_process::child_process(child_process&& other) noexcept
    : pid_{std::exchange(other.pid_, -1)}, output_{std::exchange(other.output_, -1)}
{
}

child_process::~child_process()
{
    stop();
    if (output_ >= 0)
        ::close(output_);
}

std::string child_process::read_line()
{
    std::string line;
    for (char next = 0; ::read(output_, &next, 1) == 1;) {
        if (next == '\n')
            return line;
        line += next;
    }
    throw std::runtime_error{"a process of the benchmark ended at its start: " + line};
}

double child_process::cpu_s() const
{
    double total_ns = 0;
    const std::filesystem::path tasks = "/proc/" + std::to_string(pid_) + "/task";
    for (const auto& task : std::filesystem::directory_iterator{tasks}) {
        double ns = 0;
        std::ifstream{task.path() / "schedstat"} >> ns;
        total_ns += ns;
    }
    return total_ns / 1e9;
}

std::size_t child_process::memory_bytes(std::string_view line) const
{
    std::ifstream status{"/proc/" + std::to_string(pid_) + "/status"};
    for (std::string word; status >> word;) {
        std::size_t kib = 0;
        if (word == std::string{line} + ':' && status >> kib)
            return kib * 1024;
    }
    throw std::runtime_error{"the system tells no " + std::string{line}};
}

void child_process::forget_peak() const
{
    std::ofstream{"/proc/" + std::to_string(pid_) + "/clear_refs"} << "5";
}

void child_process::stop()
{
    if (pid_ < 0)
        return;
    ::pollfd end{static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0)), POLLIN, 0};
    ::kill(pid_, SIGTERM);
    const bool has_ended = ::poll(&end, 1, stop_ms) > 0;
    ::close(end.fd);
    if (!has_ended)
        return kill();
    wait_for_end();
}

void child_process::ask_to_end() const
{
    if (pid_ >= 0)
        ::kill(pid_, SIGTERM);
}

bool child_process::has_ended()
{
    if (pid_ >= 0 && ::waitpid(pid_, nullptr, WNOHANG) == pid_)
        pid_ = -1;
    return pid_ < 0;
}

void child_process::kill()
{
    if (pid_ < 0)
        return;
    ::kill(pid_, SIGKILL);
    wait_for_end();
}

void child_process::wait_for_end()
{
    ::waitpid(std::exchange(pid_, -1), nullptr, 0);
}

}  // namespace jamhall::bench
