# cmake -D FROM=… -D INTO=… -P install_npm.cmake: the packages that FROM/package-lock.json pins, into the folder INTO.
set(stamp "${INTO}/installed") # the hash of the lock file; it is there only if npm came to its end
file(SHA256 "${FROM}/package-lock.json" wanted)
if(EXISTS "${stamp}" AND IS_DIRECTORY "${INTO}/node_modules")
    file(READ "${stamp}" present)
    if(wanted STREQUAL present)
        return()
    endif()
endif()
file(REMOVE "${stamp}")
file(MAKE_DIRECTORY "${INTO}")
foreach(name IN ITEMS package.json package-lock.json)
    file(COPY_FILE "${FROM}/${name}" "${INTO}/${name}")
endforeach()
execute_process(
    COMMAND npm ci --prefix "${INTO}" --ignore-scripts --no-audit --no-fund #
    WORKING_DIRECTORY "${INTO}" COMMAND_ERROR_IS_FATAL ANY
)
file(WRITE "${stamp}" "${wanted}")
