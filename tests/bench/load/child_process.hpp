// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <functional>
#include <string>
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

    /// Resident memory of its own (not of files), in bytes.
    std::size_t resident_bytes() const;

    /// Ends it and waits; for a server that is to write what it still has.
    void stop();

private:
    child_process(::pid_t pid, int output) : pid_{pid}, output_{output} {}

    ::pid_t pid_ = -1;
    int output_ = -1;
};

}  // namespace jamhall::bench
