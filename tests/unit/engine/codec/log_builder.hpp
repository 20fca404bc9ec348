// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/unit/engine/codec/sample_jam.hpp"

#include <chrono>
#include <utility>
#include <vector>

namespace jamhall::codec_test {

using namespace sessions;

/// Dresses bodies as events, each a second after the last unless said otherwise.
class log_builder {
public:
    log_builder() = default;

    /// Goes on after a log, a second after its last event.
    explicit log_builder(std::vector<event> before)
        : now_{before.back().at + std::chrono::seconds{1}}, log_{std::move(before)}
    {
    }

    instant now() const { return now_; }

    log_builder& at(duration since_start)
    {
        now_ = sample_start + since_start;
        return *this;
    }

    log_builder& add(person_id actor, event_body body)
    {
        log_.push_back({log_offset{log_.size() + 1}, now_, actor, std::move(body)});
        now_ = now_ + std::chrono::seconds{1};
        return *this;
    }

    std::vector<event> take() { return std::move(log_); }

private:
    instant now_ = sample_start;
    std::vector<event> log_;
};

}  // namespace jamhall::codec_test
