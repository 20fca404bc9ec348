// SPDX-License-Identifier: Apache-2.0
#include "engine/report/zip_out.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <stdexcept>

namespace jamhall::report {
namespace {

struct entry_closer {
    void operator()(archive_entry* of) const { archive_entry_free(of); }
};

la_ssize_t append(archive*, void* to, const void* bytes, std::size_t size)
{
    static_cast<std::string*>(to)->append(static_cast<const char*>(bytes), size);
    return static_cast<la_ssize_t>(size);
}

}  // namespace

zip_out::zip_out(std::string& to, sessions::instant files_from)
    : files_from_{files_from}, archive_{archive_write_new()}
{
    if (!archive_)
        throw std::runtime_error{"no memory for a ZIP file"};
    require(archive_write_set_format_zip(archive_.get()));
    require(archive_write_set_bytes_per_block(archive_.get(), 0));
    require(archive_write_open(archive_.get(), &to, nullptr, append, nullptr));
}

zip_out::~zip_out() = default;

void zip_out::closer::operator()(archive* of) const
{
    archive_write_free(of);
}

void zip_out::require(int result)
{
    if (result != ARCHIVE_OK)
        throw std::runtime_error{std::string{"cannot write a ZIP file: "} +
                                 archive_error_string(archive_.get())};
}

void zip_out::add(const std::string& name, std::string_view content)
{
    const std::unique_ptr<archive_entry, entry_closer> entry{archive_entry_new()};
    if (!entry)
        throw std::runtime_error{"no memory for a ZIP file"};
    archive_entry_set_pathname(entry.get(), name.c_str());
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), 0644);
    archive_entry_set_mtime(entry.get(), files_from_.ms / 1000, 0);
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(content.size()));
    require(archive_write_header(archive_.get(), entry.get()));
    if (archive_write_data(archive_.get(), content.data(), content.size()) !=
        static_cast<la_ssize_t>(content.size()))
        require(ARCHIVE_FATAL);
}

void zip_out::finish()
{
    require(archive_write_close(archive_.get()));
}

}  // namespace jamhall::report
