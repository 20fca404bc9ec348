// SPDX-License-Identifier: Apache-2.0
#include "engine/store/store_workers.hpp"

namespace jamhall::store {

void store_workers::stop()
{
    writer.stop();
    reader.abandon();
    checkpoints.stop();
    background.abandon();
}

}  // namespace jamhall::store
