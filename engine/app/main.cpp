// SPDX-License-Identifier: Apache-2.0
#include "engine/app/run.hpp"

int main(int count, char** values)
{
    return jamhall::app::run({values + 1, values + count});
}
