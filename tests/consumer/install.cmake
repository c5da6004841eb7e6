# cmake -D BUILD=… -D PREFIX=… -D HEADERS=… -P install.cmake: installs the package afresh and compares its headers.
file(REMOVE_RECURSE "${PREFIX}")
execute_process(COMMAND "${CMAKE_COMMAND}" --install "${BUILD}" --prefix "${PREFIX}" COMMAND_ERROR_IS_FATAL ANY)

file(GLOB_RECURSE written RELATIVE "${HEADERS}" "${HEADERS}/*.hpp" "${HEADERS}/*.ipp")
file(GLOB_RECURSE installed RELATIVE "${PREFIX}/include" "${PREFIX}/include/*")
list(SORT written)
list(SORT installed)
if(NOT written STREQUAL installed)
    message(FATAL_ERROR "installed are not the headers of ${HEADERS} but\n${installed}")
endif()
