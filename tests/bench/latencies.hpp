// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace jamhall::bench {

/// How long things took, counted in buckets that each are 5 % wider than the one before: from 1 µs to 500 s in a
/// few kilobytes, whatever is added.
class latencies {
public:
    void add(double seconds, std::uint64_t times = 1);

    /// All of another's.
    void add(const latencies& other);

    std::uint64_t count() const { return count_; }

    /// Milliseconds that the given share (0 to 1) did not take longer than; the bucket's upper end.
    double quantile_ms(double share) const;
    double p50_ms() const { return quantile_ms(0.50); }
    double p99_ms() const { return quantile_ms(0.99); }
    double p999_ms() const { return quantile_ms(0.999); }

private:
    std::array<std::uint64_t, 412> counts_{};
    std::uint64_t count_ = 0;
};

}  // namespace jamhall::bench
