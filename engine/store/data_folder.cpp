// SPDX-License-Identifier: Apache-2.0
#include "engine/store/data_folder.hpp"

#include "engine/store/store_error.hpp"

#include <unistd.h>

#include <utility>

namespace jamhall::store {
namespace {

std::filesystem::path made_ready(std::filesystem::path root)
{
    create_private_folder(root);
    create_private_folder(root / "jams");
    for (const auto& folder : {root, root / "jams"})
        if (::access(folder.c_str(), R_OK | W_OK | X_OK) != 0)
            throw store_error{store_fault::not_allowed, folder.string() + ": this folder cannot be written"};
    return root;
}

}  // namespace

data_folder::data_folder(std::filesystem::path root) : root_{made_ready(std::move(root))}, held_{root_} {}

}  // namespace jamhall::store
