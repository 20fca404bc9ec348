// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sessions/core/instant.hpp"

#include <memory>
#include <string>
#include <string_view>

struct archive;

namespace jamhall::report {

/// Writes a ZIP file at the end of a string, deflated; the same files at the same time give the same bytes.
/// Errors: every member throws std::runtime_error when there is no memory left.
class zip_out {
public:
    zip_out(std::string& to, sessions::instant files_from);
    ~zip_out();
    zip_out(const zip_out&) = delete;
    zip_out& operator=(const zip_out&) = delete;

    void add(const std::string& name, std::string_view content);

    /// Writes the directory; nothing can be added after it.
    void finish();

private:
    struct closer {
        void operator()(archive* of) const;
    };

    void require(int result);

    sessions::instant files_from_;
    std::unique_ptr<archive, closer> archive_;
};

}  // namespace jamhall::report
