# cmake -D FROM=… -D INTO=… -P install_npm.cmake: the packages that FROM/package-lock.json pins, into the folder INTO.
set(done "${INTO}/node_modules/.package-lock.json")
if(EXISTS "${done}")
    file(SHA256 "${FROM}/package-lock.json" wanted)
    file(SHA256 "${INTO}/package-lock.json" present)
    if(wanted STREQUAL present)
        return()
    endif()
endif()
file(COPY "${FROM}/package.json" "${FROM}/package-lock.json" DESTINATION "${INTO}")
execute_process(
    COMMAND npm ci --prefix "${INTO}" --ignore-scripts --no-audit --no-fund #
    WORKING_DIRECTORY "${INTO}" COMMAND_ERROR_IS_FATAL ANY
)
