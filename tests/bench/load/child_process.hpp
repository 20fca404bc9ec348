// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace jamhall::bench {

/// Lets the calling thread, and what it starts, run on these processors only; none = wherever it may already.
void run_on(const std::vector<int>& cores);

/// A process of ours, ended with this value: asked to stop, and killed when it does not.
class child_process {
public:
    /// A program with its standard output read by read_line().
    static child_process start(const std::vector<std::string>& command, const std::vector<int>& cores);

    /// A copy of this process that runs `work` and ends.
    static child_process fork(const std::function<void()>& work, const std::vector<int>& cores);

    child_process(child_process&& other) noexcept;
    child_process& operator=(child_process&&) = delete;
    ~child_process();

    ::pid_t pid() const { return pid_; }

    /// The next line of its standard output. Throws std::runtime_error when it ends before.
    std::string read_line();

    /// Processor time of all its threads, user and system, in seconds.
    double cpu_s() const;

    /// A line of /proc/PID/status: VmRSS (resident), RssAnon (of its own, not of files), VmHWM (the peak). Units: bytes.
    std::size_t memory_bytes(std::string_view line) const;

    /// From now on VmHWM tells the peak since now.
    void forget_peak() const;

    /// Asks it to end, so that it writes what it still has, and waits.
    void stop();

    /// Asks it to end without waiting: has_ended() tells.
    void ask_to_end() const;
    bool has_ended();

    /// Ends it as a power cut would, and waits.
    void kill();

private:
    void wait_for_end();

    child_process(::pid_t pid, int output) : pid_{pid}, output_{output} {}

    ::pid_t pid_ = -1;
    int output_ = -1;
};

}  // namespace jamhall::bench
